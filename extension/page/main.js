// Starts the page scripts of the tab's own document: asks whether the site is enabled, then reads, shows the pill, and
// does what the background says.
(() => {
  if (!cuecard.alive() || cuecard.started) return;
  cuecard.started = true;

  /** A page that goes to another ticket shows the old one for a moment under the new address. */
  const STALE_MS = 1500;
  /** While Cuecard is not connected, the same reading is sent again as the page moves, but not more often than this. */
  const RETRY_MS = 5000;
  /** And it is asked again by itself, while somebody looks. */
  const ASK_AGAIN_MS = 10_000;
  /** What an agent does before opening the list: the browser keeps the shortcut to itself, but not its Alt or Ctrl. */
  const USE = ["pointermove", "pointerdown", "keydown"];
  /** @type {{sent: string, messages: string, key: string} | null} */
  let last = null;
  let staleSince = 0;
  let toldAt = 0;
  /** There is a ticket for which a list may be opened. */
  let wantsList = false;
  /** The agent has moved the pointer in this page, or pressed a key, or is in an editor in a frame. */
  let isUsed = false;

  /** @type {Record<string, (message: any) => unknown>} */
  const DOES = {
    pill: (message) => cuecard.pill.show(message),
    mount: ({ nonce }) => cuecard.frame.mount(nonce),
    show: ({ focus }) => cuecard.frame.show(focus),
    hide: ({ restore }) => cuecard.frame.hide(restore),
    list_focused: () => cuecard.frame.isFocused(),
    resize: ({ height }) => cuecard.frame.resize(height),
    notice: ({ outcome }) => cuecard.pill.tell(outcome),
    editor_elsewhere: () => {
      cuecard.pill.attach(cuecard.editors.best(), last?.key !== "");
      isUsed = true;
      mountWhenUsed();
    },
    read_again: () => readAndTell(),
    adapters: ({ adapters }) => {
      cuecard.declared.know(adapters);
      readAndTell();
    },
    teach: () => cuecard.teach.start(),
    off: () => cuecard.stop(),
  };

  /**
   * @param {boolean} elsewhere  only what stands beside the conversation has changed
   * @returns {import("../shared/messages.js").Reading | null}
   */
  function read(elsewhere) {
    const adapter = cuecard.declared.detect();
    cuecard.editors.declare(adapter?.editor ?? null);
    return adapter ? cuecard.declared.read(adapter) : cuecard.generic.read(elsewhere);
  }

  function readAndTell(elsewhere = false) {
    const reading = read(elsewhere);
    const editor = cuecard.editors.best();
    const key = reading ? keyOf(reading) : "";
    const messages = reading && reading.messages.length > 0 ? JSON.stringify(reading.messages) : "";
    const stale = isStale(key, messages);
    if (stale || (messages === "" && cuecard.declared.waits())) later();
    if (!stale) last = { sent: last?.sent ?? "", messages, key };
    tell({ type: "page_reading", reading: stale ? null : reading, ticket_key: key, has_editor: editor !== null });
    // While answers are looked for, a place for the pill is.
    cuecard.pill.attach(editor, reading !== null);
    cuecard.frame.settle(key);
    if (stale) return;
    wantsList = reading !== null;
    mountWhenUsed();
  }

  /** Loading the frame costs as much as all the rest: a page that is still loading, or that nobody looks at, does without. */
  function mountWhenUsed() {
    const isMissing = () => wantsList && isUsed && !cuecard.frame.isMounted();
    // Asked again when it is time: by then the agent may have opened the list, and a second frame would take its place.
    if (isMissing()) cuecard.whenIdle(() => isMissing() && cuecard.frame.request());
  }

  function noticeUse() {
    const noticed = new AbortController();
    const signal = AbortSignal.any([noticed.signal, cuecard.signal]);
    const used = (/** @type {Event} */ { isTrusted }) => {
      if (!isTrusted) return;
      noticed.abort();
      isUsed = true;
      mountWhenUsed();
    };
    for (const type of USE) window.addEventListener(type, used, { capture: true, passive: true, signal });
  }

  /** The address leads to another ticket: nothing of the one before is offered, whatever the page still shows. */
  function leave() {
    const id = cuecard.generic.idIn(location.href);
    if (id !== null && last?.key.endsWith(` ${id}`)) return;
    tell({ type: "page_reading", reading: null, ticket_key: "", has_editor: false });
  }

  /**
   * Another ticket with the very same messages is the old page that has not been replaced yet, for a while.
   *
   * @param {string} key
   * @param {string} messages
   * @returns {boolean}
   */
  function isStale(key, messages) {
    if (!last || messages === "" || last.key === key || last.messages !== messages) {
      staleSince = 0;
      return false;
    }
    staleSince ||= Date.now();
    return Date.now() - staleSince < STALE_MS;
  }

  /** @param {import("../shared/messages.js").FromPage} message */
  function tell(message) {
    const sent = JSON.stringify(message);
    const again = cuecard.pill.isOff() && Date.now() - toldAt > RETRY_MS;
    if (last?.sent === sent && !again) return;
    toldAt = Date.now();
    last = { key: "", messages: "", ...last, sent };
    void cuecard.send(message);
  }

  /**
   * Which ticket this is: by its id, else by everything that tells one from another.
   *
   * @param {import("../shared/messages.js").Reading} reading
   * @returns {string}
   */
  function keyOf({ page, subject, customer }) {
    const { origin, pathname, search, hash } = new URL(page.url);
    if (page.ticket_id) return `${origin} ${page.helpdesk ?? ""} ${page.ticket_id}`;
    return [origin + pathname + search + hash, subject ?? "", customer?.name ?? ""].join(" ");
  }

  const later = cuecard.debounce(() => cuecard.whenIdle(() => readAndTell()), 150, 700);

  async function start() {
    listen();
    if (!(await greet())) return;
    cuecard.pill.onOpen((focus) => {
      if (cuecard.frame.isVisible()) {
        // The editor that gets the focus back may stand in a frame.
        if (cuecard.frame.isFocused()) void cuecard.send({ type: "page_close_list" });
        else cuecard.frame.hide(false);
        return;
      }
      cuecard.frame.show(focus !== "none");
      void cuecard.send({ type: "page_open_list", focus });
    });
    cuecard.observer.watch(readAndTell, leave);
    noticeUse();
    const again = setInterval(() => !document.hidden && cuecard.pill.isOff() && readAndTell(), ASK_AGAIN_MS);
    cuecard.signal.addEventListener("abort", () => clearInterval(again));
    // A page that comes back from the browser's memory finds that the background has forgotten it.
    window.addEventListener("pageshow", (event) => event.persisted && void comeBack(), { signal: cuecard.signal });
  }

  /** @returns {Promise<boolean>} whether the site is enabled */
  async function greet() {
    /** @type {import("../shared/messages.js").PageWelcome | undefined} */
    const welcome = await cuecard.send({ type: "page_hello" });
    if (!welcome?.enabled) {
      cuecard.stop();
      return false;
    }
    cuecard.declared.know(welcome.adapters);
    cuecard.pill.remember(welcome.place);
    return true;
  }

  async function comeBack() {
    last = null;
    cuecard.frame.hide(false);
    if (!(await greet())) return;
    readAndTell();
    void cuecard.send({ type: "page_mount" });
  }

  function listen() {
    /**
     * @param {import("../shared/messages.js").ToPage} message
     * @param {chrome.runtime.MessageSender} sender
     * @param {(answer: unknown) => void} reply
     */
    const heard = (message, sender, reply) => {
      if (sender.id !== cuecard.ext.runtime.id || !cuecard.alive() || !Object.hasOwn(DOES, message.type)) return false;
      reply(DOES[message.type]?.(message) ?? true);
      return false;
    };
    cuecard.ext.runtime.onMessage.addListener(heard);
    cuecard.signal.addEventListener("abort", () => cuecard.ext.runtime?.onMessage?.removeListener(heard));
  }

  void start();
})();
