// The search box of the overlay: asks while the agent types, and shows only the answer to the newest words.
import { isSidecarFault } from "../shared/errors.js";
import { ask } from "./connection.js";
import { tabState, updateTab } from "./tabs.js";

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
  const { ticket_key } = await tabState(tab);
  const found = await find(words);
  const now = await tabState(tab);
  if (found && asked.get(tab) === turn && now.ticket_key === ticket_key) await updateTab(tab, { search: { query, ...found } });
}

/**
 * @param {string} words
 * @returns {Promise<{total: number, query_id: string, results: import("../shared/messages.js").Suggestion[]} | null>}
 */
async function find(words) {
  const parameters = new URLSearchParams({ q: words.slice(0, 500), limit: String(LIMIT) });
  try {
    const { total, query_id, results } = await ask(`/v1/search?${parameters}`);
    return { total, query_id, results };
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return null;
  }
}
