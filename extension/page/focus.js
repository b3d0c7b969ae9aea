// Remembers which editor of this frame was used last, and where its caret or selection was, so that an answer goes
// there even after the list has had the focus.
cuecard.define("focus", () => {
  /**
   * @typedef {object} Saved
   * @property {HTMLElement} element
   * @property {number} at  when, in ms
   * @property {[Node, number, Node, number] | null} points  anchor and focus of the selection; plain fields keep their own
   */

  /** @type {Saved | null} */
  let saved = null;
  /** @type {HTMLElement | null} */
  let told = null;
  let restoring = false;
  let heard = false;
  // Not randomUUID(): helpdesks on plain http are no secure context.
  const PING = `cuecard-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  /** Restoring is asynchronous in some editors (they set their own selection on focus). */
  const SETTLE_MS = 30;

  /** @returns {Element | null} the focused element, inside open shadow roots too */
  function focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  }

  /**
   * @param {Element} element
   * @returns {element is HTMLTextAreaElement | HTMLInputElement}
   */
  function isPlain(element) {
    return element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
  }

  /**
   * @param {HTMLElement} element
   * @returns {Saved}
   */
  function grab(element) {
    const save = { element, at: Date.now(), points: null };
    if (isPlain(element)) return save;
    const root = element.getRootNode();
    const selection = /** @type {any} */ (root).getSelection?.() ?? document.getSelection();
    const { anchorNode: anchor, focusNode: end } = selection ?? {};
    if (!anchor || !end || !element.contains(anchor) || !element.contains(end)) return save;
    return { ...save, points: [anchor, selection.anchorOffset, end, selection.focusOffset] };
  }

  /** @param {Event} event */
  function remember(event) {
    if (restoring) return;
    const element = event.type === "focusout" ? event.composedPath()[0] : focused();
    if (!(element instanceof HTMLElement) || !cuecard.editors.isEditor(element)) return;
    const now = grab(element);
    // While the focus moves away the selection may be gone already: keep the one that was seen last.
    const keep = !now.points && saved?.element === element;
    saved = keep ? { ...now, points: saved?.points ?? null } : now;
    if (told !== element) {
      told = element;
      void cuecard.send({ type: "page_editor" });
    }
  }

  function listen() {
    const options = { capture: true, passive: true, signal: cuecard.signal };
    for (const type of ["focusin", "selectionchange", "focusout"]) document.addEventListener(type, remember, options);
    document.addEventListener(PING, hear, options);
  }

  /** @param {Event} event */
  function hear(event) {
    heard = true;
    event.stopImmediatePropagation();
  }

  /** @returns {boolean} true: this frame's listeners are in place (again) */
  function rearm() {
    heard = false;
    document.dispatchEvent(new Event(PING));
    if (!heard) listen();
    if (document.hasFocus()) remember(new Event("focusin"));
    return true;
  }

  /**
   * Give the editor its focus and selection back. One that was never used gets the caret at its end.
   *
   * @returns {Promise<boolean>} whether an editor has the focus
   */
  async function restore() {
    const usable = saved?.element.isConnected ? saved : null;
    const element = usable?.element ?? cuecard.editors.own();
    if (!element) return false;
    restoring = true;
    cuecard.undoing.remember(element);
    try {
      window.focus();
      element.focus({ preventScroll: true });
      if (usable) select(usable);
      else selectEnd(element);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      return focused() === element || element.contains(focused());
    } finally {
      restoring = false;
    }
  }

  /** @param {Saved} save */
  function select({ element, points }) {
    const selection = document.getSelection();
    if (!selection || !points || !points[0].isConnected || !points[2].isConnected) return;
    const now = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
    // Setting the same selection again confuses editors that watch it (Draft.js).
    if (points.every((part, at) => part === now[at])) return;
    try {
      selection.setBaseAndExtent(...points);
    } catch {
      selectEnd(element); // the text became shorter than the remembered place
    }
  }

  /** @param {HTMLElement} element */
  function selectEnd(element) {
    if (isPlain(element)) {
      element.setSelectionRange(element.value.length, element.value.length);
      return;
    }
    const selection = document.getSelection();
    selection?.selectAllChildren(element);
    selection?.collapseToEnd();
  }

  listen();
  window.addEventListener(
    "blur",
    () => setTimeout(() => {
      if (cuecard.alive() && document.activeElement instanceof HTMLIFrameElement) void cuecard.send({ type: "page_rearm" });
    }),
    { signal: cuecard.signal },
  );
  return { lastAt: () => (saved?.element.isConnected ? saved.at : 0), last: () => saved?.element ?? null, rearm, restore };
});
