// Editors inside shadow roots. Our scripts may look into closed ones too; the page's own world, where the inserter runs,
// may not, so its editor is handed over for one insertion.
cuecard.define("shadows", () => {
  /** Hosts are searched for only on pages that have no editor outside; this many elements are looked at, at most. */
  const MOST = 5000;
  const HANDED_OVER_MS = 5000;
  /**
   * What can be one, on a long page a hundredth of all: elements of the page's own, and plain ones that hold nothing else.
   * Unlike with a selector, what a path leaves out by its name or its children never gets an object of ours.
   */
  const HOSTS = "//*[contains(local-name(), '-') or (not(node()) and (self::div or self::span or self::section or self::main or self::article or self::aside or self::p))]";

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
    /** @param {Iterable<Element>} hosts */
    const walk = (hosts) => {
      for (const element of hosts) {
        if (left-- <= 0) return;
        const root = inside(element);
        if (!root) continue;
        found.push(...root.querySelectorAll(selector));
        walk(root.querySelectorAll("*"));
      }
    };
    walk(mayBeHosts());
    return found;
  }

  /** @returns {Generator<Element>} */
  function* mayBeHosts() {
    const result = document.evaluate(HOSTS, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
    for (let at = 0; at < result.snapshotLength; at += 1) yield /** @type {Element} */ (result.snapshotItem(at));
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
