// The frame of the extension's own origin that holds the answers: mounted once while the page is idle, then only shown
// and hidden. The page has no handle on it (closed root, unguessable single-use nonce) and cannot see its keys.
cuecard.define("frame", () => {
  const WIDTH = 360;
  const FIRST_HEIGHT = 320;
  const SHARE_OF_WINDOW = 0.6;
  const SMALLEST = 80;

  const { host, root } = cuecard.shell.make("cuecard-list");
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let height = FIRST_HEIGHT;
  let visible = false;
  /** @type {Element | null} */
  let beside = null;
  /** Where the frame stands while it is open, and the line its lower edge does not cross. @type {{left: number, top: number, limit: number} | null} */
  let spot = null;
  /** What waits for a frame to be mounted. @type {(() => void) | null} */
  let whenMounted = null;

  /**
   * Put in a new frame. Its nonce is in the address, where only the frame itself can read it.
   *
   * @param {string} nonce
   */
  function mount(nonce) {
    frame?.remove();
    frame = document.createElement("iframe");
    frame.title = cuecard.words.say("frame_title");
    frame.tabIndex = visible ? 0 : -1;
    frame.src = `${cuecard.ext.runtime.getURL("overlay/overlay.html")}#${nonce}`;
    root.append(frame);
    const container = cuecard.placing.container();
    if (host.parentNode !== container) container.append(host);
    if (!visible) cuecard.shell.set(host, { visibility: "hidden" });
    layOut();
    whenMounted?.();
    whenMounted = null;
  }

  /**
   * @param {boolean} focus  whether the agent asked for the keyboard to go there
   */
  function show(focus) {
    if (!frame?.isConnected || host.parentNode !== cuecard.placing.container()) {
      // Moving a frame reloads it, and its nonce is spent: a dialog that opened needs a new one.
      whenMounted = () => show(focus);
      void cuecard.send({ type: "page_mount" });
      return;
    }
    beside = cuecard.editors.best();
    cuecard.shell.set(host, { visibility: "visible" });
    frame.tabIndex = 0;
    if (!visible) spot = null;
    layOut();
    if (!visible) tell(true);
    if (focus) frame.focus();
  }

  /**
   * @param {boolean} restore  whether the editor gets the focus back, if the list has it
   */
  function hide(restore) {
    if (!visible) return;
    const hadFocus = document.activeElement === host || document.activeElement === frame;
    cuecard.shell.set(host, { visibility: "hidden" });
    if (frame) frame.tabIndex = -1;
    tell(false);
    if (restore && hadFocus) void cuecard.focus.restore();
  }

  /** @param {boolean} now */
  function tell(now) {
    visible = now;
    void cuecard.send({ type: "page_shown", visible: now });
  }

  /** @param {number} wanted  px */
  function resize(wanted) {
    if (!Number.isFinite(wanted)) return;
    height = Math.max(SMALLEST, Math.ceil(wanted));
    layOut();
  }

  function layOut() {
    const width = Math.min(WIDTH, document.documentElement.clientWidth - 16);
    const size = { width, height: Math.min(height, Math.floor(window.innerHeight * SHARE_OF_WINDOW)) };
    cuecard.shell.set(host, { width: `${size.width}px`, height: `${size.height}px` });
    if (!visible && host.style.visibility !== "visible") return;
    spot ??= choose(size);
    spot.top = Math.max(0, Math.min(spot.top, spot.limit - size.height));
    cuecard.shell.set(host, { transform: `translate(${Math.round(spot.left)}px, ${Math.round(spot.top)}px)` });
  }

  /**
   * Choose a place once; while the list is open, it then keeps it. A frame that grows goes down to where it ended at
   * first, and up from there: it never jumps away from under the pointer, and never over the editor.
   *
   * @param {{width: number, height: number}} size
   */
  function choose(size) {
    const { left, top } = cuecard.placing.forFrame(beside, size, cuecard.shell.hosts());
    const below = beside !== null && top >= beside.getBoundingClientRect().bottom;
    return { left, top, limit: below ? window.innerHeight : top + size.height };
  }

  function placeAnew() {
    spot = null;
    layOut();
  }

  const { signal } = cuecard;
  window.addEventListener("resize", cuecard.debounce(placeAnew, 100), { signal });
  return { mount, show, hide, resize, isVisible: () => visible, isMounted: () => Boolean(frame?.isConnected) };
});
