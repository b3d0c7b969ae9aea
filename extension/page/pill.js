// The pill beside the reply editor: how many answers there are, and whether one of them is verified. It holds no
// answer. For four seconds after an insertion it says what was done.
cuecard.define("pill", () => {
  /** @typedef {Extract<import("../shared/messages.js").ToPage, {type: "pill"}>} Shown */

  const NOTICE_MS = 4000;
  /** A pill that appears under a pointer which is just clicking was not meant. */
  const CLICKABLE_AFTER_MS = 300;
  const DRAG_PX = 4;
  const CORNER_PX = 16;
  const { say, undoKeys, pasteKeys } = cuecard.words;

  const { host, root } = cuecard.shell.make("cuecard-pill");
  const button = cuecard.shell.element("button", { type: "button", part: "pill" });
  const mark = cuecard.shell.mark();
  const number = cuecard.shell.element("span", { class: "number" });
  const dot = cuecard.shell.element("span", { class: "dot" });
  const notice = cuecard.shell.element("span", { class: "notice", "aria-hidden": "true" });
  const spoken = cuecard.shell.element("span", { class: "spoken", role: "status", "aria-live": "polite" });
  button.append(mark, number, dot, notice);
  root.append(button, spoken);

  /** @type {import("../shared/messages.js").PillPlace | null} */
  let place = null;
  /** @type {Shown | null} */
  let shown = null;
  let shownAt = 0;
  let saysUntil = 0;
  let wanted = false;
  /** @type {Element | null} */
  let editor = null;
  /** Which corner was chosen, as distance from the editor: kept while the page scrolls. @type {{left: number, top: number} | null} */
  let offset = null;
  /** @type {(focus: "none" | "list") => void} */
  let open = () => undefined;

  /** @param {Shown} state */
  function show(state) {
    shown = state;
    const { connection, count, confident, verified, phase } = state;
    const off = !["ok", "unknown", "starting"].includes(connection) || phase === "failed";
    const look = off ? "off" : phase === "loading" ? "loading" : phase === "idle" ? "idle" : count === 0 ? "none" : confident ? "answers" : "weak";
    button.dataset.look = look;
    number.textContent = off ? "!" : look === "loading" ? "…" : look === "idle" ? "" : String(count);
    dot.hidden = !(look === "answers" && verified);
    const said = describe(look, state);
    button.setAttribute("aria-label", said);
    button.title = [said, state.shortcut && say("pill_shortcut", state.shortcut)].filter(Boolean).join("\n");
    settle();
  }

  /**
   * @param {string} look
   * @param {Shown} state
   * @returns {string}
   */
  function describe(look, { count, verified }) {
    if (look === "answers") return [say("pill_answers", String(count)), verified && say("pill_verified")].filter(Boolean).join(", ");
    const keys = { off: "pill_not_connected", loading: "pill_loading", idle: "pill_idle", none: "pill_none", weak: "pill_weak" };
    return say(keys[/** @type {keyof typeof keys} */ (look)], String(count));
  }

  /** @param {import("../shared/messages.js").Outcome} outcome */
  function tell({ ok, how }) {
    const key = how === "inserted" ? "notice_inserted" : how === "failed" ? "notice_failed" : ok ? "notice_copied" : "notice_copied_instead";
    saysUntil = Date.now() + NOTICE_MS;
    const said = say(key, how === "inserted" ? undoKeys : pasteKeys);
    write(said, ok);
    spoken.textContent = said;
    setTimeout(() => {
      if (Date.now() < saysUntil - 50) return;
      write("", true);
      spoken.textContent = "";
    }, NOTICE_MS);
  }

  /**
   * While it says something, the pill shows nothing else.
   *
   * @param {string} said
   * @param {boolean} good
   */
  function write(said, good) {
    button.dataset.says = said === "" ? "" : good ? "done" : "not";
    notice.textContent = said;
    settle();
  }

  /**
   * Stand beside this editor; without one, in the window's corner.
   *
   * @param {Element | null} beside
   * @param {boolean} want  false: stand nowhere
   */
  function attach(beside, want) {
    editor = beside;
    wanted = want;
    settle();
  }

  /** Choose the corner anew: the page may have changed around the editor. */
  function settle() {
    if (!shown || !(wanted || notice.textContent) || !cuecard.alive()) {
      cuecard.shell.set(host, { visibility: "hidden" });
      return;
    }
    const container = cuecard.placing.container();
    if (host.parentNode !== container) container.append(host);
    if (host.style.visibility !== "visible") shownAt = Date.now();
    cuecard.shell.set(host, { visibility: "visible" });
    offset = null;
    follow();
  }

  /** Move with the editor. */
  function follow() {
    if (host.style.visibility !== "visible") return;
    const { width, height } = host.getBoundingClientRect();
    const beside = editor?.isConnected ? editor : null;
    const box = beside?.getBoundingClientRect() ?? corner();
    offset ??= beside ? chooseOffset(beside, box) : { left: -width - CORNER_PX, top: -height - CORNER_PX };
    const away = box.bottom < 0 || box.top > window.innerHeight || (beside && box.width === 0);
    const at = cuecard.placing.inWindow({ left: box.left + offset.left, top: box.top + offset.top, width, height });
    const [x, y] = away ? [-10_000, 0] : [Math.round(at.left), Math.round(at.top)];
    cuecard.shell.set(host, { transform: `translate(${x}px, ${y}px)` });
  }

  /** @returns {DOMRect} the point that stands for the editor when there is none */
  function corner() {
    return new DOMRect(document.documentElement.clientWidth, window.innerHeight, 0, 0);
  }

  /**
   * @param {Element} beside
   * @param {DOMRect} box  of the editor
   * @returns {{left: number, top: number}}
   */
  function chooseOffset(beside, box) {
    const size = host.getBoundingClientRect();
    if (place) {
      const left = cuecard.placing.isRtl(beside) ? place.end : box.width - place.end - size.width;
      return { left, top: place.top };
    }
    const { left, top } = cuecard.placing.forPill(beside, size, cuecard.shell.hosts());
    return { left: left - box.left, top: top - box.top };
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    const covered = document.elementFromPoint(event.clientX, event.clientY) !== host && event.detail > 0;
    if (!event.isTrusted || covered || Date.now() - shownAt < CLICKABLE_AFTER_MS || dragged) return;
    open(event.detail === 0 ? "list" : "none");
  }

  let dragged = false;

  /** @param {PointerEvent} start */
  function drag(start) {
    if (!start.isTrusted || start.button !== 0 || !editor || !offset) return;
    const from = { ...offset };
    dragged = false;
    const move = (/** @type {PointerEvent} */ event) => {
      const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
      if (!dragged && Math.hypot(x, y) < DRAG_PX) return;
      dragged = true;
      offset = { left: from.left + x, top: from.top + y };
      follow();
    };
    const ended = new AbortController();
    const end = () => {
      ended.abort();
      if (dragged) keepPlace();
    };
    button.setPointerCapture(start.pointerId);
    button.addEventListener("pointermove", move, { signal: ended.signal });
    button.addEventListener("pointerup", end, { signal: ended.signal });
    button.addEventListener("pointercancel", end, { signal: ended.signal });
  }

  function keepPlace() {
    if (!editor || !offset) return;
    const box = editor.getBoundingClientRect();
    const width = host.getBoundingClientRect().width;
    const end = cuecard.placing.isRtl(editor) ? offset.left : box.width - offset.left - width;
    place = { end: Math.round(end), top: Math.round(offset.top) };
    void cuecard.send({ type: "page_place", place });
  }

  // The editor keeps focus and selection while the pill is clicked.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("pointerdown", drag);
  button.addEventListener("click", clicked);
  const { signal } = cuecard;
  const onFrame = cuecard.shell.perFrame(follow);
  window.addEventListener("scroll", onFrame, { capture: true, passive: true, signal });
  window.addEventListener("resize", cuecard.debounce(settle, 100), { signal });
  signal.addEventListener("abort", () => host.remove());

  return {
    show,
    tell,
    attach,
    isOff: () => button.dataset.look === "off",
    onOpen: (act) => { open = act; },
    remember: (kept) => { place = kept; },
  };
});
