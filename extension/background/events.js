// Tells the sidecar what became of an answer. It learns from that, so an event that could not be delivered is kept for
// the session and sent with the next one; the sidecar counts each only once.
import { ext } from "../shared/ext.js";
import { isSidecarFault } from "../shared/errors.js";
import { ask } from "./connection.js";

/** @typedef {{type: string, query_id: string, answer_id: string}} UsageEvent */

const KEPT = 100;

/**
 * @param {"inserted" | "undone" | "copied" | "opened" | "dismissed" | "helpful" | "not_helpful"} type
 * @param {string} query_id
 * @param {string} answer_id
 * @returns {Promise<void>}
 */
export async function report(type, query_id, answer_id) {
  const waiting = await undelivered();
  const left = [];
  for (const event of [...waiting, { type, query_id, answer_id }]) {
    if (!(await deliver(event))) left.push(event);
  }
  if (left.length > 0 || waiting.length > 0) await ext.storage.session.set({ events: left.slice(-KEPT) });
}

/**
 * @param {UsageEvent} event
 * @returns {Promise<boolean>} false if it has to be sent again; an event that was refused is not
 */
async function deliver(event) {
  try {
    await ask("/v1/events", { method: "POST", body: event });
    return true;
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return error.state === "error" && (error.status ?? 500) < 500;
  }
}

/** @returns {Promise<UsageEvent[]>} */
async function undelivered() {
  const { events } = await ext.storage.session.get("events");
  return /** @type {UsageEvent[] | undefined} */ (events) ?? [];
}
