// The search box of the overlay: asks while the agent types, and shows only the answer to the newest words.
import { isSidecarFault } from "../shared/errors.js";
import { ask } from "./connection.js";
import { fillFromPage } from "./rendering.js";
import { tabState, updateTab } from "./tabs.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */

const LIMIT = 10;

/** @type {Map<number, number>} */
const asked = new Map();

/**
 * Search, or leave the search when the box is empty.
 *
 * @param {number} tab
 * @param {string} query
 * @returns {Promise<void>}
 */
export async function search(tab, query) {
  const turn = (asked.get(tab) ?? 0) + 1;
  asked.set(tab, turn);
  const words = query.trim();
  if (words === "") {
    await updateTab(tab, { search: null });
    return;
  }
  const before = await tabState(tab);
  const found = await find(words, before);
  const now = await tabState(tab);
  if (found && asked.get(tab) === turn && now.ticket_key === before.ticket_key) await updateTab(tab, { search: { query, ...found } });
}

/**
 * @param {string} words
 * @param {import("./tabs.js").TabState} state  of the tab, to fill placeholders from
 * @returns {Promise<Omit<NonNullable<import("./tabs.js").TabState["search"]>, "query"> | null>}
 */
async function find(words, state) {
  const parameters = new URLSearchParams({ q: words.slice(0, 500), limit: String(LIMIT) });
  try {
    const { total, query_id, results, corrected } = await ask(`/v1/search?${parameters}`);
    return { total, query_id, ...(corrected && { corrected }), results: await Promise.all(results.map((/** @type {Suggestion} */ result) => fillFromPage(state, result))) };
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return null;
  }
}
