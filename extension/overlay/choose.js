// Which suggestions stand in the list: pure functions, because "never reorder what is being looked at" has many cases.

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {import("../shared/messages.js").SuggestResponse} SuggestResponse */
/** @typedef {import("../shared/messages.js").SurfaceState} SurfaceState */

/** The most cards a list of suggestions has. */
export const MOST = 5;

/** So many cards have a number on the keyboard. */
export const KEYS = 9;

/**
 * What is on screen, and the newer answer that waits for the agent to ask for it.
 * @typedef {object} Shown
 * @property {string} ticket
 * @property {SuggestResponse | null} response
 * @property {SuggestResponse | null} waiting
 */

/** @type {Shown} */
export const nothingShown = { ticket: "", response: null, waiting: null };

/**
 * Take in a new state.
 *
 * @param {Shown} shown
 * @param {SurfaceState} state
 * @param {boolean} looking  whether cards of `shown` are on screen right now
 * @returns {Shown}
 */
export function receive(shown, state, looking) {
  const { response, ticket_key: ticket } = state;
  if (ticket !== shown.ticket) return { ticket, response, waiting: null };
  if (response === null) return state.phase === "loading" ? shown : { ticket, response: null, waiting: null };
  if (!looking || shown.response === null) return { ticket, response, waiting: null };
  // The same answers, but perhaps one of them was verified or flagged since.
  if (response.query_id === shown.response.query_id) return { ...shown, response };
  return { ...shown, waiting: better(shown.response, response) > 0 ? response : null };
}

/**
 * Show what was waiting.
 *
 * @param {Shown} shown
 * @returns {Shown}
 */
export function takeWaiting(shown) {
  return shown.waiting ? { ...shown, response: shown.waiting, waiting: null } : shown;
}

/**
 * How many answers of a new response the agent cannot see yet, and should: new ones that stand before an old one, or that
 * fill a free place.
 *
 * @param {SuggestResponse} old
 * @param {SuggestResponse} now
 * @returns {number}
 */
export function better(old, now) {
  if (!now.confident) return 0;
  const seen = new Set(cards(old).map((card) => card.answer_id));
  return cards(now).filter((card) => !seen.has(card.answer_id)).length;
}

/**
 * The cards of a response, best first.
 *
 * @param {SuggestResponse | null} response
 * @returns {Suggestion[]}
 */
export function cards(response) {
  return response ? response.suggestions.slice(0, MOST) : [];
}
