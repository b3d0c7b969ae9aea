// What agents typed into the gaps of answers: kept for the session, because the frame they typed it in may be mounted anew
// when the page opens a dialog, and the background may be asleep in between.
import { ext } from "../shared/ext.js";

/** @typedef {Record<string, Record<string, string>>} Drafts  by ticket and answer, then by placeholder */

const KEPT = 20;

/**
 * @param {string} ticket_key
 * @returns {Promise<Drafts>} those of one ticket
 */
export async function draftsOf(ticket_key) {
  return Object.fromEntries(Object.entries(await drafts()).filter(([key]) => key.startsWith(`${ticket_key}\n`)));
}

/** @returns {Promise<Drafts>} */
async function drafts() {
  const { drafts: kept } = await ext.storage.session.get("drafts");
  return /** @type {Drafts | undefined} */ (kept) ?? {};
}

/**
 * @param {string} key
 * @param {Record<string, string>} typed  empty forgets it
 * @returns {Promise<void>}
 */
export async function keepDraft(key, typed) {
  const { [key]: _before, ...others } = await drafts();
  const newest = Object.keys(typed).length > 0 ? { [key]: typed } : {};
  await ext.storage.session.set({ drafts: Object.fromEntries(Object.entries({ ...newest, ...others }).slice(0, KEPT)) });
}
