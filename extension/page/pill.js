// The pill beside the reply editor: how many answers there are, and whether one of them is verified. It holds no
// answer. For four seconds after an insertion it says what was done.
cuecard.define("pill", () => {
  /** @typedef {Extract<import("../shared/messages.js").ToPage, {type: "pill"}>} Shown */

  const NOTICE_MS = 4000;
  /** A pill that appears under a pointer which is just clicking was not meant. */
  const CLICKABLE_AFTER_MS = 300;
  const DRAG_PX = 4;
  const CORNER_PX = 16;
  /** While a page builds itself up, the place is looked at once, and once more when it is done. */
  const FRESH_MS = 400;
  /** As big as it gets with a number and a dot, in px: where so much is free, it need not look again when answers come. */
  const USUAL = { width: 74, height: 28 };
  const { say, undoKeys, pasteKeys } = cuecard.words;

  const { host, root } = cuecard.shell.make("cuecard-pill");
  const button = cuecard.shell.element("button", { type: "button", part: "pill", "aria-expanded": "false" });
  const mark = cuecard.shell.mark();
  const number = cuecard.shell.element("span", { class: "number" });
  const dot = cuecard.shell.element("span", { class: "dot" });
  const notice = cuecard.shell.element("span", { class: "notice", "aria-hidden": "true" });
  button.append(mark, number, dot, notice);
  root.append(button, cuecard.saying.element);

  /** @type {import("../shared/messages.js").PillPlace | null} */
  let place = null;
  /** @type {Shown | null} */
  let shown = null;
  let shownAt = 0;
  let saysUntil = 0;
  let wanted = false;
  /** @type {Element | null} */
  let editor = null;
  /**
   * The chosen place, as distance from those edges of the editor that it is nearest to (1: right, bottom): so it keeps
   * its place while the page scrolls and the editor grows. @type {{x: number, y: number, right: 0 | 1, bottom: 0 | 1} | null}
   */
  let spot = null;
  /** Where the pill was looked at last, when, and what it covered: what a page paints where is dear to ask. */
  let looked = { at: "", width: 0, when: -Infinity, cost: 0 };
  /** @type {(focus: "none" | "list") => void} */
  let open = () => undefined;
  const onFrame = cuecard.shell.perFrame(follow);
  const appear = cuecard.shell.perFrame(settle);
  const lookAgain = cuecard.debounce(() => settle(true), FRESH_MS / 2, FRESH_MS);
  // Told when the page has been laid out: to measure it costs nothing then.
  const sizes = new ResizeObserver(() => {
    follow();
    lookAgain();
  });

  /** @param {Shown} state */
  function show(state) {
    if (shown && JSON.stringify(shown) === JSON.stringify(state)) return;
    shown = state;
    const { connection, count, confident, verified, phase } = state;
    const off = !["ok", "unknown", "starting"].includes(connection) || phase === "failed";
    const look = off ? "off" : phase === "loading" ? "loading" : phase === "idle" ? "idle" : count === 0 ? "none" : confident ? "answers" : "weak";
    button.dataset.look = look;
    number.textContent = off ? "!" : look === "loading" ? "…" : look === "idle" ? "" : String(count);
    dot.hidden = !(look === "answers" && verified);
    const said = describe(look, state);
    button.setAttribute("aria-label", said);
    const told = [said, state.shortcut && say("pill_shortcut", state.shortcut)].filter(Boolean);
    button.title = told.join("\n");
    if (look === "answers" || count === 0) cuecard.saying.answers(look === "answers" ? told.join(". ") : null);
    // One that is seen holds on to its place by the edge at which it stands: to measure it now would cost a layout.
    if (isSeen()) lookAgain();
    else appear();
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
  function tell(outcome) {
    const key = noticeOf(outcome);
    saysUntil = Date.now() + NOTICE_MS;
    const said = say(key, key === "notice_copied_instead" ? pasteKeys : undoKeys);
    write(said, outcome.ok);
    cuecard.saying.now(said);
    setTimeout(() => {
      if (Date.now() < saysUntil - 50) return;
      write("", true);
      cuecard.saying.now("");
    }, NOTICE_MS);
  }

  /**
   * @param {import("../shared/messages.js").Outcome} outcome
   * @returns {string} the key of the text that says it
   */
  function noticeOf({ ok, how, code }) {
    if (how === "inserted") return code === undefined ? "notice_inserted" : "notice_links_lost";
    if (how === "failed") return "notice_failed";
    if (code === "other_site") return "notice_other_site";
    if (code === "partial" || code === "draft_changed") return "notice_partly";
    return ok ? "notice_copied" : "notice_copied_instead";
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
    if (beside !== editor) {
      sizes.disconnect();
      if (beside) sizes.observe(beside);
      // The editor of another ticket mostly stands as this one did: the same place is tried first.
      looked = { ...looked, when: -Infinity };
    }
    editor = beside;
    wanted = want;
    if (wanted && isSeen() && performance.now() - looked.when < FRESH_MS) follow();
    else settle();
    if (wanted) lookAgain();
  }

  function isSeen() {
    return host.style.visibility === "visible";
  }

  /**
   * Show or hide it, and look whether its place is still free: the page may have changed around the editor.
   *
   * @param {boolean} [anew]  even if it was looked at just now
   */
  function settle(anew = false) {
    // Answers are mostly there in a moment: one that has nothing to say yet would have the page laid out and painted twice.
    if (!anew && !isSeen() && wanted && shown?.phase === "idle" && !notice.textContent) {
      choose(false);
      lookAgain();
      return;
    }
    if (!shown || !(wanted || notice.textContent) || !cuecard.alive() || cuecard.manners.isBlocked(usable())) {
      cuecard.shell.set(host, { visibility: "hidden" });
      return;
    }
    // Nothing is changed before all has been looked at: what is looked at after a change, the page has to be laid out for.
    cuecard.manners.blendIn(usable());
    choose(anew);
    stand();
    const container = cuecard.placing.container();
    if (host.parentNode !== container) container.append(host);
    if (isSeen()) return;
    shownAt = Date.now();
    cuecard.shell.set(host, { visibility: "visible" });
    cuecard.saying.shown();
  }

  /** @returns {{width: number, height: number}} how big it is; while it is not seen and has nothing to say, as big as it mostly gets */
  function size() {
    const measured = isSeen() || notice.textContent ? host.getBoundingClientRect() : USUAL;
    return measured.width > 0 ? measured : USUAL;
  }

  /**
   * One that covers no more than when it was chosen stays where it is; the agent's own choice stays in any case.
   *
   * @param {boolean} anew  even if it was looked at just now
   */
  function choose(anew) {
    const beside = usable();
    if (!beside) return;
    const { width, height } = size();
    const box = beside.getBoundingClientRect();
    if (place) {
      const rtl = cuecard.placing.isRtl(beside);
      const left = rtl ? place.end : box.width - place.end - width;
      const chosen = anchored({ left: box.left + left, top: box.top + place.top, width, height }, box);
      // Kept as its distance from the editor's end, which says where it stands however wide it gets.
      spot = { ...chosen, ...(rtl ? { x: place.end, right: 0 } : { x: -place.end, right: 1 }) };
      return;
    }
    const usual = { width: Math.max(width, USUAL.width), height };
    const where = [box.left, box.top, box.width, box.height].map(Math.round).join(" ");
    const same = looked.at === where && usual.width <= looked.width + DRAG_PX;
    if (!anew && spot && same && performance.now() - looked.when < FRESH_MS) return;
    const hosts = cuecard.shell.hosts();
    const costAt = (/** @type {NonNullable<typeof spot>} */ one) => cuecard.placing.cost(at(one, box, usual), beside, hosts);
    let cost = spot ? costAt(spot) : Infinity;
    if (!spot || (cost > 0 && (cost > looked.cost || looked.at !== where))) {
      const { place: found, free } = cuecard.placing.forPill(beside, usual, hosts);
      spot = anchored(found, box);
      cost = free ? 0 : costAt(spot);
    }
    looked = { at: where, width: usual.width, when: performance.now(), cost };
  }

  /** Move with the editor. */
  function follow() {
    // The page puts another editor in: where the old one was, it will mostly be.
    if (isSeen() && !(editor && spot && !usable())) stand();
  }

  function stand() {
    const box = usable()?.getBoundingClientRect();
    if (box && !spot) choose(false);
    const { width, height } = size();
    const wish = box && spot ? at(spot, box, { width, height }) : corner({ width, height });
    const away = box && (box.bottom < 0 || box.top > window.innerHeight || box.width === 0);
    const { left, top } = cuecard.placing.inWindow(wish);
    const end = !spot || spot.right ? `calc(${Math.round(left + width)}px - 100%)` : `${Math.round(left)}px`;
    cuecard.shell.set(host, { transform: away ? "translate(-10000px)" : `translate(${end}, ${Math.round(top)}px)` });
  }

  /** @returns {Element | null} the editor, unless the page took it out */
  function usable() {
    return editor?.isConnected ? editor : null;
  }

  /** @typedef {{left: number, top: number, width: number, height: number}} Box */

  /**
   * @param {Box} box
   * @param {DOMRect} beside
   * @returns {NonNullable<typeof spot>}
   */
  function anchored({ left, top, width, height }, beside) {
    const right = left + width / 2 > beside.left + beside.width / 2 ? 1 : 0;
    const bottom = top + height / 2 > beside.top + beside.height / 2 ? 1 : 0;
    return { x: left + right * width - beside.left - right * beside.width, y: top + bottom * height - beside.top - bottom * beside.height, right, bottom };
  }

  /**
   * @param {NonNullable<typeof spot>} where
   * @param {DOMRect} beside
   * @param {{width: number, height: number}} size
   * @returns {Box}
   */
  function at({ x, y, right, bottom }, beside, { width, height }) {
    return { left: x + beside.left + right * (beside.width - width), top: y + beside.top + bottom * (beside.height - height), width, height };
  }

  /** @param {{width: number, height: number}} size @returns {Box} where it stands when there is no editor */
  function corner({ width, height }) {
    return { left: document.documentElement.clientWidth - width - CORNER_PX, top: window.innerHeight - height - CORNER_PX, width, height };
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
    if (!start.isTrusted || start.button !== 0 || !usable() || !spot) return;
    const from = spot;
    dragged = false;
    const move = (/** @type {PointerEvent} */ event) => {
      const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
      if (!dragged && Math.hypot(x, y) < DRAG_PX) return;
      dragged = true;
      spot = { ...from, x: from.x + x, y: from.y + y };
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
    const beside = usable();
    if (!beside || !spot) return;
    const box = beside.getBoundingClientRect();
    const { left, top, width } = at(spot, box, host.getBoundingClientRect());
    const end = cuecard.placing.isRtl(beside) ? left - box.left : box.right - left - width;
    place = { end: Math.round(end), top: Math.round(top - box.top) };
    void cuecard.send({ type: "page_place", place });
  }

  // The editor keeps focus and selection while the pill is clicked.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("pointerdown", drag);
  button.addEventListener("click", clicked);
  const { signal } = cuecard;
  window.addEventListener("scroll", onFrame, { capture: true, passive: true, signal });
  window.addEventListener("resize", lookAgain, { signal });
  for (const type of ["toggle", "close"]) document.addEventListener(type, lookAgain, { capture: true, passive: true, signal });
  signal.addEventListener("abort", () => {
    sizes.disconnect();
    host.remove();
  });

  return {
    show,
    tell,
    attach,
    isOff: () => button.dataset.look === "off",
    /** @param {boolean} open  the list is there */
    expand: (open) => button.setAttribute("aria-expanded", String(open)),
    onOpen: (act) => { open = act; },
    remember: (kept) => { place = kept; },
  };
});
