// What the list offers before anything is typed, and where no ticket is open: pinned and often used answers, and what this
// agent used last.
import { isSidecarFault } from "../shared/errors.js";
import { ask } from "./connection.js";
import { recentAnswers } from "./recents.js";
import { filled, fillFromPage } from "./rendering.js";
import { tabState, updateTab } from "./tabs.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */

const OFTEN = 5;
const RECENT = 3;
/** An excerpt is two lines. */
const EXCERPT = 160;

/**
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function browse(tab) {
  const before = await tabState(tab);
  try {
    const { query_id, results } = await ask(`/v1/search?q=&limit=${OFTEN}`);
    const often = await Promise.all(results.map((/** @type {Suggestion} */ one) => fillFromPage(before, one)));
    const recent = await recents(before, new Set(often.map(({ answer_id }) => answer_id)));
    const { ticket_key } = await tabState(tab);
    if (ticket_key === before.ticket_key) await updateTab(tab, { start: { query_id, often, recent } });
  } catch (error) {
    if (!isSidecarFault(error)) throw error; // the connection's state says so already
  }
}

/**
 * @param {import("./tabs.js").TabState} state
 * @param {ReadonlySet<string>} there  ids that stand in the list already
 * @returns {Promise<Suggestion[]>}
 */
async function recents(state, there) {
  const used = (await recentAnswers()).filter(({ answer_id }) => !there.has(answer_id)).slice(0, RECENT);
  const found = await Promise.all(used.map((one) => whole(state, one)));
  return found.filter((one) => one !== null);
}

/**
 * @param {import("./tabs.js").TabState} state
 * @param {import("./recents.js").Used} used
 * @returns {Promise<Suggestion | null>} null: it is gone, or no longer for this agent
 */
async function whole(state, { answer_id, passage_id }) {
  try {
    const answer = await ask(`/v1/answers/${encodeURIComponent(answer_id)}`);
    const card = await filled(state.reading, { ...asSuggestion(answer), passage_id });
    return { ...card, excerpt_html: escape(card.text.slice(0, EXCERPT)) };
  } catch (error) {
    if (!isSidecarFault(error) || error.state !== "error") throw error;
    return null;
  }
}

/**
 * An answer that was asked for by its id, in the form of one that was found.
 *
 * @param {any} answer  of GET /v1/answers/{id}
 * @returns {Suggestion}
 */
function asSuggestion({ pinned, ...answer }) {
  return {
    ...answer,
    excerpt_html: "",
    question: null,
    similar: [],
    score: 0,
    reasons: [],
    pinned: pinned ? "own" : null,
  };
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
