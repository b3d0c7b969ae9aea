// What an agent says about an answer: that it helped, that it is outdated, that it is right, that it is a favourite; and
// which one is missing. What is on screen follows at once.
import { isSidecarFault } from "../shared/errors.js";
import { ask } from "./connection.js";
import { tabState, updateTab } from "./tabs.js";

/** @typedef {import("../shared/messages.js").Outcome} Outcome */
/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */

const LONGEST = 1000;

/** @type {Record<string, (told: any) => Promise<Partial<Suggestion>>>} what to send, and what changes on the card */
const JUDGEMENTS = {
  helpful: ({ query_id, answer_id }) => event("helpful", query_id, answer_id),
  not_helpful: ({ query_id, answer_id }) => event("not_helpful", query_id, answer_id),
  verify: async ({ answer_id }) => trustOf(await ask(`${address(answer_id)}/verify`, { method: "POST", body: {} })),
  flag: async ({ answer_id, reason }) => trustOf(await ask(`${address(answer_id)}/flag`, { method: "POST", body: { reason: text(reason) } })),
  pin: async ({ answer_id, pinned }) => {
    await ask(`${address(answer_id)}/pin`, { method: pinned ? "PUT" : "DELETE" });
    return { pinned: pinned ? "own" : null };
  },
  ask: async ({ query_id, words }) => {
    await ask("/v1/wanted", { method: "POST", body: { words: text(words), query_id: text(query_id) || null } });
    return {};
  },
};

/**
 * Pass a judgement on, and show what it changed.
 *
 * @param {number} tab
 * @param {{kind?: unknown, answer_id?: unknown}} told  from a surface
 * @returns {Promise<Outcome>}
 */
export async function judge(tab, told) {
  const act = typeof told.kind === "string" && Object.hasOwn(JUDGEMENTS, told.kind) ? JUDGEMENTS[told.kind] : undefined;
  if (!act) return { ok: false, how: "failed", code: "unknown" };
  try {
    const change = await act(told);
    if (Object.keys(change).length > 0) await changeCards(tab, text(told.answer_id), change);
    return { ok: true, how: "noted" };
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return { ok: false, how: "failed", code: error.code ?? error.state };
  }
}

/**
 * @param {number} tab
 * @param {string} answer_id
 * @param {Partial<Suggestion>} change
 */
async function changeCards(tab, answer_id, change) {
  const { response, earlier, search, start } = await tabState(tab);
  const changed = (/** @type {Suggestion[]} */ list) => list.map((card) => (card.answer_id === answer_id ? { ...card, ...change } : card));
  await updateTab(tab, {
    response: response && { ...response, suggestions: changed(response.suggestions) },
    earlier: earlier.map((list) => ({ ...list, suggestions: changed(list.suggestions) })),
    search: search && { ...search, results: changed(search.results) },
    start: start && { ...start, often: changed(start.often), recent: changed(start.recent) },
  });
}

/**
 * @param {"helpful" | "not_helpful"} type
 * @param {unknown} query_id
 * @param {unknown} answer_id
 * @returns {Promise<Partial<Suggestion>>}
 */
async function event(type, query_id, answer_id) {
  await ask("/v1/events", { method: "POST", body: { type, query_id: text(query_id), answer_id: text(answer_id) } });
  return {};
}

/** @param {{trust: Suggestion["trust"]}} answer */
function trustOf({ trust }) {
  return { trust };
}

/** @param {unknown} answer_id */
function address(answer_id) {
  return `/v1/answers/${encodeURIComponent(text(answer_id))}`;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value.slice(0, LONGEST) : "";
}
