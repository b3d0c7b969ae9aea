// The trees that a page consists of: its document, and the open shadow roots in it, in which many helpdesks are built.
cuecard.define("roots", () => {
  /** Hosts are looked for anew at most this often; a page has ten thousand elements and few of them are hosts. */
  const FRESH_MS = 200;
  /** @type {ShadowRoot[]} */
  let shadows = [];
  let lookedAt = -Infinity;

  /** @returns {(Document | ShadowRoot)[]} the document first */
  function all() {
    if (performance.now() - lookedAt > FRESH_MS) {
      shadows = inside(document);
      lookedAt = performance.now();
    }
    return [document, ...shadows];
  }

  /**
   * @param {ParentNode} root
   * @returns {ShadowRoot[]} the open shadow roots below it, those within each other included
   */
  function inside(root) {
    /** @type {ShadowRoot[]} */
    const found = [];
    for (const element of root.querySelectorAll("*")) {
      const { shadowRoot } = element;
      if (shadowRoot) found.push(shadowRoot, ...inside(shadowRoot));
    }
    return found;
  }

  /**
   * What a selector finds in a part of the page, shadow roots included.
   *
   * @param {string} selector
   * @param {ParentNode} [scope]
   * @returns {Element[]}
   */
  function query(selector, scope = document) {
    const within = all().filter((root) => root instanceof ShadowRoot && (scope === document || reaches(scope, root)));
    return [...scope.querySelectorAll(selector), ...within.flatMap((root) => [...root.querySelectorAll(selector)])];
  }

  /**
   * @param {ParentNode} scope
   * @param {ShadowRoot} root
   * @returns {boolean} whether the root belongs to an element in the scope
   */
  function reaches(scope, root) {
    for (let host = /** @type {Element | undefined} */ (root.host); host; ) {
      if (/** @type {Node} */ (scope).contains(host)) return true;
      const outer = host.getRootNode();
      host = outer instanceof ShadowRoot ? outer.host : undefined;
    }
    return false;
  }

  /** @param {string} selector @param {ParentNode} [scope] @returns {Element | null} */
  function first(selector, scope = document) {
    return scope.querySelector(selector) ?? query(selector, scope)[0] ?? null;
  }

  return { all, query, first };
});
