// The namespace of the page scripts: content scripts cannot be modules, so each file defines one part of `cuecard`.
// They run in every frame of an enabled site. Injecting them again is harmless; after an update or after the site was
// turned off, the old ones take everything back that they added to the page.
(() => {
  const before = /** @type {{cuecard?: typeof cuecard}} */ (globalThis).cuecard;
  if (before?.alive()) return;
  before?.stop();

  const ext = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);
  const ended = new AbortController();
  /** A page that is never idle is looked at all the same. */
  const IDLE_MS = 80;

  /** An extension that was updated or removed leaves its scripts behind, without an API. */
  function alive() {
    return !ended.signal.aborted && Boolean(ext.runtime?.id);
  }

  /**
   * @param {import("../shared/messages.js").FromPage} message
   * @returns {Promise<any>} undefined if nobody answered
   */
  async function send(message) {
    if (!alive()) {
      stop();
      return undefined;
    }
    return ext.runtime.sendMessage(message).catch(() => undefined);
  }

  function stop() {
    ended.abort();
  }

  /**
   * @template {keyof CuecardParts} Name
   * @param {Name} name
   * @param {() => CuecardParts[Name]} make
   */
  function define(name, make) {
    if (!(name in own)) Object.assign(own, { [name]: make() });
  }

  /**
   * Run something once the calls for it have ceased.
   *
   * @param {() => void} act
   * @param {number} pause  ms
   * @param {number} [longest]  ms; act at the latest this long after the first call
   * @returns {() => void}
   */
  function debounce(act, pause, longest = Infinity) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    let first = 0;
    return () => {
      const now = Date.now();
      if (timer === undefined) first = now;
      clearTimeout(timer);
      const run = () => {
        timer = undefined;
        if (alive()) act();
      };
      timer = setTimeout(run, Math.max(0, Math.min(pause, first + longest - now)));
    };
  }

  /**
   * Run something when the page has nothing to do: then it has laid itself out, too, and measuring it costs nothing.
   *
   * @param {() => void} act
   */
  function whenIdle(act) {
    if ("requestIdleCallback" in window) requestIdleCallback(() => alive() && act(), { timeout: IDLE_MS });
    else setTimeout(() => alive() && act(), IDLE_MS / 2);
  }

  const own = { ext, signal: ended.signal, alive, send, stop, define, debounce, whenIdle, started: false, listening: false };
  Object.assign(globalThis, { cuecard: own });
})();
