// Editors inside shadow roots. Our scripts may look into closed ones too; the page's own world, where the inserter runs,
// may not, so its editor is handed over for one insertion.
cuecard.define("shadows", () => {
  /** Hosts are searched for only on pages that have no editor outside; this many elements are looked at, at most. */
  const MOST = 5000;
  const HANDED_OVER_MS = 5000;

  /**
   * @param {Element} host
   * @returns {ShadowRoot | null}
   */
  function inside(host) {
    // Firefox has it on the element, Chromium in an API of its own.
    const open = host.shadowRoot ?? /** @type {any} */ (host).openOrClosedShadowRoot;
    if (open) return open;
    try {
      return cuecard.ext.dom?.openOrClosedShadowRoot?.(/** @type {HTMLElement} */ (host)) ?? null;
    } catch {
      return null; // not an element that can be a host
    }
  }

  /** @returns {Element | null} the focused element, inside shadow roots too */
  function focused() {
    let element = document.activeElement;
    for (let root = element && inside(element); root?.activeElement; root = inside(element)) element = root.activeElement;
    return element;
  }

  /**
   * @param {Element} element
   * @returns {[Node, number, Node, number] | null} anchor and focus of the selection, if it is in this element
   */
  function selectionIn(element) {
    const root = /** @type {any} */ (element.getRootNode());
    const selection = document.getSelection();
    const own = root.getSelection?.() ?? selection;
    const { anchorNode: anchor, focusNode: end } = own ?? {};
    if (anchor && end && element.contains(anchor) && element.contains(end)) return [anchor, own.anchorOffset, end, own.focusOffset];
    if (!(root instanceof ShadowRoot)) return null;
    const range = /** @type {any} */ (selection)?.getComposedRanges?.({ shadowRoots: [root] })[0];
    const { startContainer, endContainer } = range ?? {};
    if (!startContainer || !element.contains(startContainer) || !element.contains(endContainer)) return null;
    return [startContainer, range.startOffset, endContainer, range.endOffset];
  }

  /**
   * @param {string} selector
   * @returns {Element[]} what it finds inside all shadow roots of the page
   */
  function all(selector) {
    /** @type {Element[]} */
    const found = [];
    let left = MOST;
    /** @param {Document | ShadowRoot} tree */
    const walk = (tree) => {
      for (const element of tree.querySelectorAll("*")) {
        if (left-- <= 0) return;
        const root = inside(element);
        if (!root) continue;
        found.push(...root.querySelectorAll(selector));
        walk(root);
      }
    };
    walk(document);
    return found;
  }

  /**
   * Leave the editor where the inserter finds it. A highlight without a style is the one thing that leads from one world
   * into a closed root; the page has a few seconds in which it could see that, too: its own editor.
   *
   * @param {string} name  known to this insertion only
   * @param {Element} element
   */
  function handOver(name, element) {
    // In Firefox, what the page is to read has to be of the page's own making.
    const page = /** @type {any} */ (window).wrappedJSObject ?? window;
    const range = page.document.createRange();
    range.setStart(element, 0);
    page.CSS.highlights.set(name, new page.Highlight(range));
    setTimeout(() => page.CSS.highlights.delete(name), HANDED_OVER_MS);
  }

  return { focused, selectionIn, all, handOver };
});
