// Saved replies in place: `/refund` typed in the reply editor offers what is called so, and the keys choose from it while
// the editor keeps the focus. Off unless the agent turned it on for the site. Runs in every frame, as editors do.
cuecard.define("slash", () => {
  const TYPED = /(?:^|[\s\u00a0\u200b])(\/([\p{L}\p{N}_.-]{0,30}))$/u;
  /** Editors set their own selection a moment after it was changed. */
  const SETTLE_MS = 40;
  /** @type {Record<string, "next" | "previous" | "choose" | "close">} */
  const KEYS = { ArrowDown: "next", ArrowUp: "previous", Enter: "choose", Tab: "choose", Escape: "close" };

  let allowed = false;
  /** @type {Element | null} */
  let asked = null;
  /** What stands before the caret, while it is one of these. @type {{typed: string, query: string} | null} */
  let active = null;
  /** How many replies are offered for it. */
  let offered = 0;
  const tell = cuecard.debounce(() => void cuecard.send({ type: "page_slash", query: active?.query ?? null }), 60);

  /** @returns {string | null} the text before the caret, null if something is selected */
  function before() {
    const element = document.activeElement;
    if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) {
      return element.selectionStart === element.selectionEnd ? element.value.slice(0, element.selectionStart ?? 0) : null;
    }
    const selection = deepest(element)?.getSelection?.() ?? document.getSelection();
    const { anchorNode: node, anchorOffset: at, isCollapsed } = selection ?? {};
    return isCollapsed && node instanceof Text ? node.data.slice(0, at) : null;
  }

  /**
   * @param {Element | null} element
   * @returns {any} the innermost shadow root that has the focus
   */
  function deepest(element) {
    let root = null;
    for (let inner = element; inner?.shadowRoot; inner = inner.shadowRoot.activeElement) root = inner.shadowRoot;
    return root;
  }

  /** @param {Event} event */
  function heard(event) {
    if (!allowed || !event.isTrusted) return;
    const match = TYPED.exec(before() ?? "");
    const now = match ? { typed: match[1] ?? "", query: match[2] ?? "" } : null;
    if (now?.typed === active?.typed) return;
    const started = active !== null || now !== null;
    active = now;
    offered = 0;
    if (started) tell();
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const key = KEYS[event.key];
    if (!active || !key || !event.isTrusted || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (offered === 0 && key !== "close") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void cuecard.send({ type: "page_slash_key", key });
    if (key === "close") active = null;
  }

  /**
   * Select what was typed, so that the answer takes its place.
   *
   * @returns {Promise<boolean>}
   */
  async function select() {
    if (!active) return false;
    const { length } = active.typed;
    const element = document.activeElement;
    active = null;
    offered = 0;
    if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) {
      const end = element.selectionEnd ?? 0;
      element.setSelectionRange(end - length, end);
    } else {
      const selection = deepest(element)?.getSelection?.() ?? document.getSelection();
      for (let step = 0; step < length; step += 1) selection?.modify("extend", "backward", "character");
    }
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return true;
  }

  /** Ask once for each editor whether the agent wants this here: it may have been turned on meanwhile. */
  async function look() {
    const element = document.activeElement;
    if (element === asked || !cuecard.editors.isEditor(element)) return;
    asked = element;
    allowed = Boolean(await cuecard.send({ type: "page_slash_allowed" }));
  }

  /**
   * @param {import("../shared/messages.js").ToPage} message
   * @param {chrome.runtime.MessageSender} sender
   * @param {(answer: unknown) => void} reply
   */
  const told = (message, sender, reply) => {
    if (sender.id !== cuecard.ext.runtime.id || !cuecard.alive()) return false;
    if (message.type === "slash_offered") offered = message.count;
    if (message.type !== "slash_select") return false;
    void select().then(reply);
    return true;
  };

  const { signal } = cuecard;
  const options = { capture: true, signal };
  document.addEventListener("focusin", () => void look(), { ...options, passive: true });
  document.addEventListener("input", heard, { ...options, passive: true });
  window.addEventListener("keydown", pressed, options);
  cuecard.ext.runtime.onMessage.addListener(told);
  signal.addEventListener("abort", () => cuecard.ext.runtime?.onMessage?.removeListener(told));
  void look();
  return {};
});
