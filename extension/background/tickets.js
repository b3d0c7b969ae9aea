// From a reading to suggestions: asks the sidecar when the ticket changed, and drops answers that come too late.
import { isSidecarFault } from "../shared/errors.js";
import { ask, onConnection, reconnect } from "./connection.js";
import { withConversation } from "./conversations.js";
import { knownTabs, noteTab, tabState, updateTab } from "./tabs.js";

/** @typedef {import("../shared/messages.js").Reading} Reading */

const LIMIT = 5;
/**
 * A change of the same ticket (a message arrives, the page is still building) is asked about at once; while changes go on,
 * they are put together for longer and longer.
 */
const SETTLE_MS = 60;
const LONGEST_SETTLE_MS = 400;
const QUIET_MS = 2000;
/** How many earlier lists of a ticket an answer may still be chosen from. */
const EARLIER = 3;

/** What was last asked for each tab, to tell late answers from the newest. @type {Map<number, number>} */
const asked = new Map();

/** @type {Map<number, ReturnType<typeof setTimeout>>} */
const waiting = new Map();

/** The newest reading of each tab: one that was still being looked at is not taken after it. @type {Map<number, number>} */
const readings = new Map();

/** When the changes of the last seconds were asked about. @type {Map<number, number[]>} */
const changes = new Map();

onConnection(({ state }) => {
  if (state === "ok") void askAgain();
});

/**
 * A page was read. Nothing of another ticket stays: its suggestions go at once, before the new ones are there.
 *
 * @param {number} tab
 * @param {{reading: Reading | null, ticket_key: string, has_editor: boolean}} message
 * @returns {Promise<void>}
 */
export async function takeReading(tab, { reading: shown, ticket_key, has_editor }) {
  const turn = (readings.get(tab) ?? 0) + 1;
  readings.set(tab, turn);
  const reading = shown && (await withConversation(shown));
  const before = await tabState(tab);
  if (readings.get(tab) !== turn) return;
  const wanted = reading !== null && hasQuestion(reading);
  // Of a ticket that is being loaded nothing was read yet.
  if (!wanted || before.ticket_key !== ticket_key || !before.reading) {
    clearTimeout(waiting.get(tab));
    changes.delete(tab);
    asked.set(tab, (asked.get(tab) ?? 0) + 1);
    const phase = wanted ? "loading" : "idle";
    const { stored } = await noteTab(tab, { ticket_key, reading, has_editor, phase, response: null, earlier: [], search: null, start: null });
    await Promise.all([stored, wanted && suggest(tab)]);
    return;
  }
  const same = question(before.reading) === question(reading);
  await updateTab(tab, { reading, has_editor });
  if (same && before.response) {
    await reconnect(); // only if it was lost meanwhile
    return;
  }
  clearTimeout(waiting.get(tab));
  if (same) await suggest(tab);
  else waiting.set(tab, setTimeout(() => void suggest(tab), pause(tab)));
}

/**
 * How long to wait for further changes of the same ticket.
 *
 * @param {number} tab
 * @returns {number} ms
 */
function pause(tab) {
  const now = Date.now();
  const recent = (changes.get(tab) ?? []).filter((at) => now - at < QUIET_MS);
  changes.set(tab, [...recent, now]);
  return recent.length === 0 ? 0 : Math.min(LONGEST_SETTLE_MS, SETTLE_MS * 2 ** (recent.length - 1));
}

/**
 * Ask for suggestions for the ticket that a tab shows.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function suggest(tab) {
  const { reading, ticket_key, response, phase } = await tabState(tab);
  if (!reading || !hasQuestion(reading)) return;
  const turn = (asked.get(tab) ?? 0) + 1;
  asked.set(tab, turn);
  // A sidecar that has just started takes a moment: what failed before is being tried again.
  if (!response && phase !== "loading") await updateTab(tab, { phase: "loading" });
  const { state } = await reconnect();
  const result = state === "ok" ? await answerTo(reading) : { phase: /** @type {const} */ ("failed"), response: null };
  const now = await tabState(tab);
  if (asked.get(tab) !== turn || now.ticket_key !== ticket_key) return;
  const earlier = now.response ? [...now.earlier, now.response].slice(-EARLIER) : now.earlier;
  await updateTab(tab, result.response || !now.response ? { ...result, earlier } : { phase: "ready" });
}

/**
 * The browser went to another page, or the tab was closed.
 *
 * @param {number} tab
 */
export function dropQuestions(tab) {
  clearTimeout(waiting.get(tab));
  waiting.delete(tab);
  asked.delete(tab);
  readings.delete(tab);
  changes.delete(tab);
}

/**
 * The sidecar is there again: ask for the tickets that got no answer.
 *
 * @returns {Promise<void>}
 */
async function askAgain() {
  for (const tab of await knownTabs()) {
    const { phase } = await tabState(tab);
    if (phase === "failed") await suggest(tab);
  }
}

/**
 * @param {Reading} reading
 * @returns {Promise<Pick<import("./tabs.js").TabState, "phase" | "response">>}
 */
async function answerTo(reading) {
  try {
    const response = await ask("/v1/suggest", { method: "POST", body: { ...reading, limit: LIMIT } });
    return { phase: "ready", response };
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return { phase: "failed", response: null };
  }
}

/**
 * @param {Reading} reading
 * @returns {boolean}
 */
function hasQuestion({ messages, subject }) {
  return messages.some(({ text }) => text.trim() !== "") || (subject ?? "").trim() !== "";
}

/**
 * What suggestions depend on; a draft that grows is no new question.
 *
 * @param {Reading | null} reading
 * @returns {string}
 */
function question(reading) {
  return JSON.stringify([reading?.subject, reading?.messages, reading?.reply_public, reading?.customer, reading?.agent]);
}
