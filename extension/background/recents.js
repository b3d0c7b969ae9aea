// Which answers this agent used last. Only their ids are kept, on this computer: what they say is asked anew each time.
import { ext } from "../shared/ext.js";

/** @typedef {{answer_id: string, passage_id: string}} Used */

const KEPT = 8;

/** @returns {Promise<Used[]>} newest first */
export async function recentAnswers() {
  const { recent } = await ext.storage.local.get("recent");
  return Array.isArray(recent) ? recent.filter((one) => typeof one?.answer_id === "string") : [];
}

/**
 * @param {Used} used
 * @returns {Promise<void>}
 */
export async function rememberUse({ answer_id, passage_id }) {
  const others = (await recentAnswers()).filter((one) => one.answer_id !== answer_id);
  await ext.storage.local.set({ recent: [{ answer_id, passage_id }, ...others].slice(0, KEPT) });
}

/** @returns {Promise<void>} another sidecar has other answers */
export async function forgetUse() {
  await ext.storage.local.remove("recent");
}
