// Notices that an insertion was undone: then the answer taught the wrong thing. The texts that are compared stay here.
cuecard.define("undoing", () => {
  const WATCHED_MS = 120_000;
  /** Editors with a history of their own change their text a moment after the keys. */
  const SETTLE_MS = 80;

  /** @type {{element: HTMLElement, text: string, until: number} | null} */
  let before = null;

  /** @param {HTMLElement} element */
  function textOf(element) {
    const plain = element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
    return (plain ? element.value : element.textContent ?? "").replace(/\s+/g, "");
  }

  /**
   * An answer is about to be inserted here.
   *
   * @param {HTMLElement} element
   */
  function remember(element) {
    before = { element, text: textOf(element), until: Date.now() + WATCHED_MS };
  }

  function look() {
    if (!before || Date.now() > before.until || !before.element.isConnected) {
      before = null;
      return;
    }
    if (textOf(before.element) !== before.text) return;
    before = null;
    void cuecard.send({ type: "page_undone" });
  }

  /** @param {Event} event */
  function heard(event) {
    if (!before) return;
    const keys = event instanceof KeyboardEvent && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    const history = event instanceof InputEvent && event.inputType === "historyUndo";
    if (keys || history) setTimeout(look, SETTLE_MS);
  }

  const options = { capture: true, passive: true, signal: cuecard.signal };
  window.addEventListener("keydown", heard, options);
  window.addEventListener("input", heard, options);
  return { remember };
});
