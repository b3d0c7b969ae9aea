// The frame of the extension's own origin that holds the answers: mounted once when the agent begins to use the page,
// then only shown and hidden. The page has no handle on it (closed root, unguessable single-use nonce) and cannot see its keys.
cuecard.define("frame", () => {
  const WIDTH = 360;
  const FIRST_HEIGHT = 320;
  const SHARE_OF_WINDOW = 0.6;
  const SMALLEST = 80;
  const FRESH_MS = 2000;

  /** Made when the list is first wanted: most pages are left without. @type {{host: HTMLElement, root: ShadowRoot} | null} */
  let shell = null;
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let height = FIRST_HEIGHT;
  let visible = false;
  /** @type {Element | null} */
  let beside = null;
  /**
   * Where the frame stands while it is open, the line its lower edge does not cross, and where the editor's edge was then.
   * @type {{left: number, top: number, limit: number, edge: {x: number, y: number}, below: boolean} | null}
   */
  let spot = null;
  /** The page shows something that comes first: hidden until it is gone. */
  let aside = false;
  let ticket = "";
  /** Until then a frame that changes its height is placed anew: the agent has not looked at it yet, in ms. */
  let freshUntil = 0;
  /** What waits for a frame to be mounted. @type {(() => void) | null} */
  let whenMounted = null;
  /** Settles when the frame that was asked for has been sent. @type {Promise<unknown> | null} */
  let asked = null;

  /**
   * Put in a new frame. Its nonce is in the address, where only the frame itself can read it.
   *
   * @param {string} nonce
   */
  function mount(nonce) {
    const { host, root } = (shell ??= make());
    frame?.remove();
    frame = document.createElement("iframe");
    frame.title = cuecard.words.say("frame_title");
    frame.tabIndex = visible ? 0 : -1;
    frame.src = `${cuecard.ext.runtime.getURL("overlay/overlay.html")}#${nonce}`;
    cuecard.known.mounting(frame);
    root.append(frame);
    const container = cuecard.placing.container();
    if (host.parentNode !== container) container.append(host);
    if (!visible) look({ visibility: "hidden" });
    layOut();
    whenMounted?.();
    whenMounted = null;
  }

  function make() {
    const made = cuecard.shell.make("cuecard-list");
    made.host.addEventListener("pointerenter", () => { freshUntil = 0; }, { signal: cuecard.signal });
    return made;
  }

  /** @param {Record<string, string>} styles */
  function look(styles) {
    if (shell) cuecard.shell.set(shell.host, styles);
  }

  /** Ask for a frame; once at a time, as each one takes the place of the one before. */
  function request() {
    asked ??= cuecard.send({ type: "page_mount" }).finally(() => { asked = null; });
  }

  /**
   * @param {boolean} focus  whether the agent asked for the keyboard to go there
   */
  function show(focus) {
    if (!frame?.isConnected || shell?.host.parentNode !== cuecard.placing.container()) {
      // Moving a frame reloads it, and its nonce is spent: a dialog that opened needs a new one.
      whenMounted = () => show(focus);
      request();
      return;
    }
    standBeside(cuecard.editors.best());
    aside = false;
    look({ visibility: "visible" });
    frame.tabIndex = 0;
    if (!visible) spot = null;
    layOut();
    if (!visible) tell(true);
    // The list takes the focus itself: through the frame it would go to the document first, and a screen reader would miss the answer.
  }

  /**
   * @param {boolean} restore  whether the editor gets the focus back, if the list has it
   */
  function hide(restore) {
    if (!visible) return;
    const hadFocus = isFocused();
    look({ visibility: "hidden" });
    if (frame) frame.tabIndex = -1;
    tell(false);
    if (restore && hadFocus) void cuecard.focus.restore();
  }

  /** @returns {boolean} whether the keyboard is in the list */
  function isFocused() {
    return visible && (document.activeElement === shell?.host || document.activeElement === frame);
  }

  /** @param {boolean} now */
  function tell(now) {
    visible = now;
    cuecard.known.opened(now);
    void cuecard.send({ type: "page_shown", visible: now, dark: cuecard.manners.blendIn(beside) });
  }

  /** @param {number} wanted  px */
  function resize(wanted) {
    if (!Number.isFinite(wanted)) return;
    height = Math.max(SMALLEST, Math.ceil(wanted));
    // A frame that is not seen gets its size when it is shown: until then it changes with every ticket.
    if (!visible) return;
    if (Date.now() < freshUntil) spot = null;
    layOut();
  }

  /** @param {Element | null} editor */
  function standBeside(editor) {
    if (editor === beside) return;
    sizes.disconnect();
    beside = editor;
    if (beside) sizes.observe(beside);
  }

  /**
   * The page has changed: stand at the editor that is there now, and out of the way of its dialogs and menus.
   *
   * @param {string} shown  the ticket
   */
  function settle(shown) {
    const other = shown !== ticket;
    ticket = shown;
    if (!visible) return;
    const before = beside;
    standBeside(cuecard.editors.best());
    if (other || before !== beside) {
      freshUntil = other ? Date.now() + FRESH_MS : freshUntil;
      spot = null;
    }
    const popups = cuecard.manners.popups(beside);
    const covers = () => popups.some((popup) => shell && cuecard.placing.overlap(popup, shell.host.getBoundingClientRect()));
    if (covers()) spot = null;
    layOut(popups);
    aside = cuecard.manners.isBlocked(beside) || covers();
    look({ visibility: aside ? "hidden" : "visible" });
  }

  /** @param {{left: number, top: number, width: number, height: number}[]} [popups]  of the page */
  function layOut(popups = []) {
    if (!shell) return;
    const width = Math.min(WIDTH, document.documentElement.clientWidth - 16);
    const size = { width, height: Math.min(height, Math.floor(window.innerHeight * SHARE_OF_WINDOW)) };
    look({ width: `${size.width}px`, height: `${size.height}px` });
    if (!visible && shell.host.style.visibility !== "visible") return;
    spot ??= choose(size, popups);
    const edge = edgeOf(spot.below);
    const [x, y] = [edge.x - spot.edge.x, edge.y - spot.edge.y];
    spot.top = Math.max(0, Math.min(spot.top, spot.limit - size.height));
    const { left, top } = cuecard.placing.inWindow({ left: spot.left + x, top: spot.top + y, ...size });
    look({ transform: `translate(${Math.round(left)}px, ${Math.round(top)}px)` });
  }

  /**
   * Choose a place once; while the list is open, it then keeps it. A frame that grows goes down to where it ended at
   * first, and up from there: it never jumps away from under the pointer, and never over the editor.
   *
   * @param {{width: number, height: number}} size
   * @param {{left: number, top: number, width: number, height: number}[]} popups
   */
  function choose(size, popups) {
    const { left, top } = cuecard.placing.forFrame(beside, size, cuecard.shell.hosts(), popups);
    const below = beside !== null && top >= beside.getBoundingClientRect().bottom;
    return { left, top, limit: below ? window.innerHeight : top + size.height, edge: edgeOf(below), below };
  }

  /**
   * The corner of the editor that the frame moves with; the window's where there is none.
   *
   * @param {boolean} below
   */
  function edgeOf(below) {
    if (!beside?.isConnected) return spot?.edge ?? { x: 0, y: 0 };
    const { left, top, bottom } = beside.getBoundingClientRect();
    return { x: left, y: below ? bottom : top };
  }

  function placeAnew() {
    spot = null;
    layOut();
  }

  const { signal } = cuecard;
  const follow = cuecard.shell.perFrame(() => visible && layOut());
  const sizes = new ResizeObserver(follow);
  const lookAgain = cuecard.debounce(() => settle(ticket), 60);
  window.addEventListener("resize", cuecard.debounce(placeAnew, 100), { signal });
  window.addEventListener("scroll", follow, { capture: true, passive: true, signal });
  // Dialogs and popovers say so when they open and close; menus that a page draws itself come with a click or a key.
  for (const type of ["toggle", "close", "click", "keyup"]) document.addEventListener(type, () => visible && lookAgain(), { capture: true, passive: true, signal });
  signal.addEventListener("abort", () => sizes.disconnect());
  return { mount, request, show, hide, resize, settle, isVisible: () => visible, isFocused, isMounted: () => Boolean(frame?.isConnected) };
});
