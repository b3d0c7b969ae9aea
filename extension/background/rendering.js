// The text that would be inserted: as it was suggested if nothing is open in it, else filled by the sidecar.
import { isSidecarFault } from "../shared/errors.js";
import { ask } from "./connection.js";

/** @typedef {import("../shared/messages.js").Rendered} Rendered */
/** @typedef {import("./insertion.js").Choice} Choice */

/**
 * Fill an answer's placeholders.
 *
 * @param {import("./tabs.js").TabState} state
 * @param {Choice} choice
 * @returns {Promise<Rendered>}
 * @throws {import("../shared/errors.js").SidecarFault}
 */
export async function render(state, choice) {
  const offered = findOffered(state, choice);
  const open = offered?.placeholders.some(({ missing }) => missing) ?? true;
  if (offered && !open && Object.keys(choice.values).length === 0) {
    return { text: offered.text, html: offered.html, missing: [] };
  }
  const body = { passage_id: choice.passage_id || null, values: choice.values, ...contextOf(state.reading) };
  return ask(addressOf(choice), { method: "POST", body });
}

/**
 * A search result with its placeholders filled from the ticket beside it: a search knows no ticket. One that cannot be
 * filled stays as it was found.
 *
 * @param {import("./tabs.js").TabState} state
 * @param {import("../shared/messages.js").Suggestion} result
 * @returns {Promise<import("../shared/messages.js").Suggestion>}
 */
export async function fillFromPage({ reading }, result) {
  if (reading === null || !result.placeholders.some(({ missing }) => missing)) return result;
  try {
    return await filled(reading, result);
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return result;
  }
}

/**
 * The same with what it says as it is now, filled as far as the page allows.
 *
 * @param {import("../shared/messages.js").Reading | null} reading
 * @param {import("../shared/messages.js").Suggestion} result
 * @returns {Promise<import("../shared/messages.js").Suggestion>}
 * @throws {import("../shared/errors.js").SidecarFault}
 */
export async function filled(reading, result) {
  const body = { passage_id: result.passage_id || null, values: {}, ...contextOf(reading) };
  const { text, html, placeholders } = await ask(addressOf(result), { method: "POST", body });
  return { ...result, text, html, placeholders };
}

/**
 * The suggestion or search result that was chosen.
 *
 * @param {import("./tabs.js").TabState} state
 * @param {Pick<Choice, "answer_id" | "passage_id">} choice
 * @returns {import("../shared/messages.js").Suggestion | undefined}
 */
export function findOffered({ response, search, start, earlier }, { answer_id, passage_id }) {
  const suggested = [response, ...earlier].flatMap((list) => list?.suggestions ?? []);
  const offered = [...suggested, ...(search?.results ?? []), ...(start?.often ?? []), ...(start?.recent ?? [])];
  return offered.find((one) => one.answer_id === answer_id && (passage_id === "" || one.passage_id === passage_id));
}

/**
 * @param {{answer_id: string}} answer
 * @returns {string}
 */
function addressOf({ answer_id }) {
  return `/v1/answers/${encodeURIComponent(answer_id)}/render`;
}

/**
 * What placeholders may be filled from.
 *
 * @param {import("../shared/messages.js").Reading | null} reading
 */
function contextOf(reading) {
  return {
    customer: reading?.customer ?? {},
    agent: reading?.agent ?? {},
    ticket: { id: reading?.page.ticket_id ?? null, subject: reading?.subject ?? null, url: reading?.page.url ?? null },
  };
}
