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
  /**
   * ms that editors are given to notice their focus; and a selection that had to be set again, at which some look no more
   * often than every 100 ms (Slate).
   */
  const SETTLE_MS = { focus: 30, selection: 130 };
  /** Where an input method is in the middle of a word. @type {HTMLElement | null} */
  let composing = null;

  const { focused } = cuecard.shadows;

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
    return { ...save, points: cuecard.shadows.selectionIn(element) };
  }

  /** @param {Event} event */
  function remember(event) {
    if (restoring) return;
    const same = saved?.element;
    // A plain field keeps its own selection: nothing else is new while the agent types in it.
    if (same && event.type === "selectionchange" && isPlain(same) && same === document.activeElement) {
      saved = { element: same, at: Date.now(), points: null };
      return;
    }
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
    for (const type of ["compositionstart", "compositionend"]) document.addEventListener(type, compose, options);
    document.addEventListener(PING, hear, options);
  }

  /** @param {Event} event */
  function compose(event) {
    const element = focused();
    composing = event.type === "compositionstart" && element instanceof HTMLElement ? element : null;
  }

  /** Losing the focus makes an input method keep what it has so far: else it would take the answer for its own. */
  async function finishComposing() {
    composing?.blur();
    composing = null;
    await new Promise((resolve) => setTimeout(resolve));
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
   * @param {string} [relay]  under which the inserter will find an editor in a shadow root
   * @returns {Promise<boolean>} whether an editor has the focus
   */
  async function restore(relay) {
    if (composing) await finishComposing();
    const usable = saved?.element.isConnected ? saved : null;
    const element = usable?.element ?? cuecard.editors.own();
    if (!element) return false;
    restoring = true;
    cuecard.undoing.remember(element);
    try {
      window.focus();
      element.focus({ preventScroll: true });
      const moved = usable ? select(usable) : selectEnd(element);
      await new Promise((resolve) => setTimeout(resolve, moved ? SETTLE_MS.selection : SETTLE_MS.focus));
      const now = focused();
      if (relay && now && now.getRootNode() !== document) cuecard.shadows.handOver(relay, now);
      return now === element || element.contains(now);
    } finally {
      restoring = false;
    }
  }

  /**
   * @param {Saved} save
   * @returns {boolean} whether the selection had to be set
   */
  function select({ element, points }) {
    const selection = document.getSelection();
    if (!selection || !points || !points[0].isConnected || !points[2].isConnected) return false;
    const now = cuecard.shadows.selectionIn(element);
    // Setting the same selection again confuses editors that watch it (Draft.js).
    if (now && points.every((part, at) => part === now[at])) return false;
    try {
      selection.setBaseAndExtent(...points);
    } catch {
      selectEnd(element); // the text became shorter than the remembered place
    }
    return true;
  }

  /** @param {HTMLElement} element */
  function selectEnd(element) {
    if (isPlain(element)) {
      element.setSelectionRange(element.value.length, element.value.length);
      return false;
    }
    const selection = document.getSelection();
    selection?.selectAllChildren(element);
    selection?.collapseToEnd();
    return true;
  }

  /**
   * @param {HTMLIFrameElement} frame
   * @returns {{origin?: string}} nothing for frames of the page's own
   */
  function originOf(frame) {
    if (frame.contentDocument || !URL.canParse(frame.src)) return {};
    return { origin: new URL(frame.src).origin };
  }

  listen();
  window.addEventListener(
    "blur",
    () => setTimeout(() => {
      const frame = document.activeElement;
      if (cuecard.alive() && frame instanceof HTMLIFrameElement) void cuecard.send({ type: "page_rearm", ...originOf(frame) });
    }),
    { signal: cuecard.signal },
  );
  return { lastAt: () => (saved?.element.isConnected ? saved.at : 0), last: () => saved?.element ?? null, rearm, restore };
});
