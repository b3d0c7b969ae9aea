// The trees that a page consists of: its document, and the open shadow roots in it, in which many helpdesks are built.
cuecard.define("roots", () => {
  /** A place that holds so many elements may hold a long conversation. */
  const CROWD = 100;
  /** Pages put shadow roots into elements of their own, which have a hyphen in their name. */
  const NOTABLE = `//*[contains(local-name(), '-') or count(*) >= ${CROWD}]`;
  /** What was found in this very task, in which the page does not change. @type {{shadows: ShadowRoot[], crowded: Element[]} | null} */
  let known = null;

  /**
   * What an XPath finds in the document. Unlike with selectors, what it leaves out by its children or its name never gets
   * an object of ours, and making those for all of a long page costs more than all else.
   *
   * @param {string} path
   * @param {Element} [scope]  where a path begins that does not begin with a slash
   * @returns {Element[]}
   */
  function elements(path, scope) {
    const result = document.evaluate(path, scope ?? document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
    return Array.from({ length: result.snapshotLength }, (_, at) => /** @type {Element} */ (result.snapshotItem(at)));
  }

  /** All of a long page is looked through once, for all that is to be known of it. */
  function survey() {
    if (known) return known;
    const found = elements(NOTABLE);
    const shadows = found.flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot, ...inside(shadowRoot)] : []));
    known = { shadows, crowded: found.filter(({ childElementCount }) => childElementCount >= CROWD) };
    queueMicrotask(() => { known = null; });
    return known;
  }

  /** @returns {(Document | ShadowRoot)[]} the document first */
  function all() {
    return [document, ...survey().shadows];
  }

  /** @returns {Element[]} the elements in which very many stand */
  function crowded() {
    return survey().crowded;
  }

  /**
   * What a selector finds in the document outside a place, which is not looked through.
   *
   * @param {Element} place
   * @param {string} selector
   * @param {Element[]} [inside]  children of the place that are looked through all the same
   * @returns {Element[]}
   */
  function outside(place, selector, inside = []) {
    if (!document.body.contains(place)) return [...document.querySelectorAll(selector)];
    /** @type {Element[]} */
    const found = [];
    const walk = (/** @type {Element} */ outer) => {
      for (const one of outer === place ? inside : outer.children) {
        if (one !== place && one.matches(selector)) found.push(one);
        if (outer !== place && one.contains(place)) walk(one);
        else found.push(...one.querySelectorAll(selector));
      }
    };
    walk(document.body);
    return found;
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
    return [...scope.querySelectorAll(selector), ...shadowsIn(scope).flatMap((root) => [...root.querySelectorAll(selector)])];
  }

  /** @param {ParentNode} scope @returns {ShadowRoot[]} the open shadow roots in it */
  function shadowsIn(scope) {
    return survey().shadows.filter((root) => scope === document || reaches(scope, root));
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
    const found = scope.querySelector(selector);
    if (found) return found;
    for (const root of shadowsIn(scope)) {
      const inside = root.querySelector(selector);
      if (inside) return inside;
    }
    return null;
  }

  /** Where the messages stand that were read last. @type {Element | null} */
  let around = null;

  /**
   * Remember where the conversation stands: what changes elsewhere on the page is in no hurry.
   *
   * @param {Element[]} items  the messages
   */
  function seen(items) {
    const [first, last] = [items[0], items.at(-1)];
    let up = first?.parentElement ?? null;
    while (up && last && !up.contains(last)) up = up.parentElement;
    around = up === document.body ? null : up;
  }

  /** @returns {Element | null} null if it is not known, or not shown any more */
  function room() {
    return around?.isConnected && around.checkVisibility() ? around : null;
  }

  return { all, query, first, elements, crowded, outside, seen, room };
});
