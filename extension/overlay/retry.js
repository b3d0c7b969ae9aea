// While Cuecard does not answer and somebody looks, it is asked again by itself: soon at first, then less and less often.

/** @typedef {import("../shared/messages.js").Connection} Connection */

/** What passes by itself, or by somebody starting Cuecard; the rest needs a hand. */
const PASSES = new Set(["not_running", "starting", "foreign", "error"]);

/** The pauses, in milliseconds; the last one is repeated. */
const PAUSES = [1500, 2000, 3000, 5000, 8000, 13_000];

/**
 * @param {() => void} ask
 * @returns {(connection: Connection | undefined, seen: boolean) => void} to be told how it stands, whenever that may have
 *   changed
 */
export function createRetry(ask) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let turn = 0;

  function wait() {
    timer = setTimeout(() => {
      turn += 1;
      ask();
      wait();
    }, PAUSES[Math.min(turn, PAUSES.length - 1)]);
  }

  return (connection, seen) => {
    if (connection && PASSES.has(connection.state) && seen) {
      if (timer === undefined) wait();
      return;
    }
    clearTimeout(timer);
    timer = undefined;
    turn = 0;
  };
}
