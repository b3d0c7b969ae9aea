// The line to the background: one Port, opened again when the background was stopped, with answers matched to requests.

import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/messages.js").FromSurface} FromSurface */
/** @typedef {import("../shared/messages.js").ToSurface} ToSurface */
/** @typedef {import("../shared/messages.js").Outcome} Outcome */
/** @typedef {{type: "insert" | "copy"} & import("../shared/messages.js").Delivered} Delivery */
/** @typedef {Extract<FromSurface, {type: "hello" | "hello_panel"}>} Greeting */
/** @typedef {{send: (message: FromSurface) => void, deliver: (delivery: Delivery) => Promise<Outcome>, judge: (judgement: import("../shared/messages.js").Judgement) => Promise<Outcome>, wake: () => void, greet: (greeting: Greeting) => void}} Line */

/**
 * Open the line and greet the background.
 *
 * A browser stops an idle background after half a minute and cuts the Port with it. Opening it again at once would keep the
 * background awake for ever, so that waits for the next thing the agent does.
 *
 * @param {Greeting} first
 * @param {(message: ToSurface) => void} onMessage  everything but the outcome of a delivery
 * @param {() => void} onLost  the background was stopped
 * @returns {Line}
 */
export function openLine(first, onMessage, onLost) {
  let greeting = first;
  /** @type {Map<number, (outcome: Outcome) => void>} */
  const waiting = new Map();
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  let request = 0;

  /** @param {ToSurface} message */
  function take(message) {
    if (message.type !== "done") return onMessage(message);
    waiting.get(message.request)?.(message.outcome);
    waiting.delete(message.request);
  }

  function lost() {
    port = null;
    for (const resolve of waiting.values()) resolve({ ok: false, how: "failed", code: "lost" });
    waiting.clear();
    onLost();
  }

  function connect() {
    const opened = ext.runtime.connect({ name: "surface" });
    opened.onMessage.addListener(take);
    opened.onDisconnect.addListener(lost);
    opened.postMessage(greeting);
    port = opened;
    return opened;
  }

  /** @param {FromSurface} message */
  function send(message) {
    (port ?? connect()).postMessage(message);
  }

  connect();
  return {
    send,
    greet(next) {
      greeting = next;
      port?.disconnect(); // on this side, that tells no listener here
      lost();
      connect();
    },
    wake: () => void (port ?? connect()),
    deliver: (delivery) => outcome((number) => send({ ...delivery, request: number })),
    judge: (judgement) => outcome((number) => send({ type: "judge", judgement, request: number })),
  };

  /**
   * @param {(request: number) => void} ask
   * @returns {Promise<Outcome>}
   */
  function outcome(ask) {
    return new Promise((resolve) => {
      request += 1;
      waiting.set(request, resolve);
      ask(request);
    });
  }
}
