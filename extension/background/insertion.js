// Puts the chosen answer into the reply editor: find its frame, give it back focus and selection, insert in the page's
// own world, look whether it is there. If it is not, the answer goes to the clipboard and the agent is told.
import { ext } from "../shared/ext.js";
import { isSidecarFault } from "../shared/errors.js";
import { editorHolds } from "../main-world/holds.js";
import { insertAnswer } from "../main-world/insert.js";
import { fitted } from "../shared/fitting.js";
import { writeClipboard } from "./clipboard.js";
import { report } from "./events.js";
import { editorFrame } from "./frames.js";
import { closeList } from "./opening.js";
import { closedSite } from "./other-sites.js";
import { rememberUse } from "./recents.js";
import { findOffered, render } from "./rendering.js";
import { tellPage } from "./channels.js";
import { replaceTyped } from "./slash.js";
import { tabState, updateTab } from "./tabs.js";

/** @typedef {import("../shared/messages.js").Outcome} Outcome */
/** @typedef {import("../shared/messages.js").Rendered} Rendered */
/** @typedef {import("../shared/messages.js").Delivered} Choice */

/**
 * @param {number} tab
 * @param {Choice} choice
 * @returns {Promise<Outcome>}
 */
export function insertAnswerInto(tab, choice) {
  return withAnswer(tab, choice, async (answer) => {
    const { ok, code } = await place(tab, answer);
    if (!ok) return copy(choice, answer, code ?? "not_taken");
    await updateTab(tab, { inserted: all(choice).map(({ query_id, answer_id }) => ({ query_id, answer_id })) });
    void noteUse("inserted", choice);
    // What the editor dropped can be pasted elsewhere.
    if (code) await writeClipboard(answer.text, answer.html);
    return { ok, how: "inserted", ...(code && { code }) };
  });
}

/**
 * @param {number} tab
 * @param {Choice} choice
 * @returns {Promise<Outcome>}
 */
export function copyAnswer(tab, choice) {
  return withAnswer(tab, choice, (answer) => copy(choice, answer));
}

/**
 * The answer exactly as it would stand in the editor.
 *
 * @param {number} tab
 * @param {Choice} choice
 * @returns {Promise<{result: Rendered | null, error?: string}>}
 */
export async function renderAnswer(tab, choice) {
  try {
    return { result: await render(await tabState(tab), choice) };
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return { result: null, error: error.detail };
  }
}

/**
 * Open where an answer comes from, in a new tab beside this one.
 *
 * @param {number} tab
 * @param {string} query_id
 * @param {string} answer_id
 * @returns {Promise<void>}
 */
export async function openAnswer(tab, query_id, answer_id) {
  const offered = findOffered(await tabState(tab), { answer_id, passage_id: "" });
  if (!offered?.url || !/^https?:/i.test(offered.url)) return;
  await ext.tabs.create({ url: offered.url, openerTabId: tab });
  await report("opened", query_id, answer_id);
}

/**
 * Render, do something with the result, close the list and say how it went. An answer with a gap goes nowhere, and
 * neither does one from a list that belongs to another ticket than the one in front of the agent.
 *
 * @param {number} tab
 * @param {Choice} choice
 * @param {(answer: Rendered) => Promise<Outcome>} use
 * @returns {Promise<Outcome>}
 */
async function withAnswer(tab, choice, use) {
  const state = await tabState(tab);
  const offered = [...state.earlier, state.response, state.search, state.start].map((list) => list?.query_id);
  if (!offered.includes(choice.query_id)) return failed("ticket_changed");
  try {
    const answer = choice.body ? asShown(choice.body) : await render(state, choice);
    if (answer.missing.length > 0) return failed("missing_values");
    const outcome = await use(answer);
    if (outcome.how === "copied") await closeList(tab);
    else if (outcome.how === "inserted") await tellPage(tab, { type: "hide", restore: false });
    await tellPage(tab, { type: "notice", outcome });
    return outcome;
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    return failed(error.state);
  }
}

/**
 * What the preview showed, as it was shown; a gap in it would have been a field.
 *
 * @param {{text: string, html: string}} body
 * @returns {Rendered}
 */
function asShown({ text, html }) {
  return { text, html, missing: html.includes("data-placeholder=") ? ["?"] : [] };
}

/**
 * @param {Choice} choice
 * @returns {{query_id: string, answer_id: string, passage_id: string}[]} all answers in it
 */
function all(choice) {
  return [choice, ...(choice.also ?? [])];
}

/**
 * @param {"inserted" | "copied"} type
 * @param {Choice} choice
 */
async function noteUse(type, choice) {
  for (const one of all(choice)) {
    await report(type, one.query_id, one.answer_id);
    await rememberUse(one);
  }
}

/**
 * @param {number} tab
 * @param {Rendered} answer
 * @returns {Promise<{ok: boolean, code?: string}>} whether it is in the editor; why not, or what was lost on the way
 */
async function place(tab, { text, html }) {
  const frame = await editorFrame(tab);
  // An editor that was in use wins: the other site's frame may be anything.
  if (!frame?.used && closedSite(tab)) return { ok: false, code: "other_site" };
  if (!frame) return { ok: false, code: "no_editor" };
  const { frameId } = frame;
  await replaceTyped(tab);
  const relay = `cuecard-${crypto.randomUUID()}`;
  const restored = await tellPage(tab, { type: "restore", relay }, frameId);
  if (!restored) return { ok: false, code: "no_editor" };
  const target = { tabId: tab, frameIds: [frameId] };
  const fit = fitted(text, html, await holds(target));
  const inserted = await inject(target, "MAIN", [fit, relay]);
  // Trusted Types bind the page's own world only.
  return inserted.code === "html_forbidden" ? inject(target, "ISOLATED", [fit]) : inserted;
}

/** @param {chrome.scripting.InjectionTarget} target @returns {Promise<ReturnType<typeof editorHolds>>} */
async function holds(target) {
  try {
    const [run] = await ext.scripting.executeScript({ target, world: "MAIN", func: editorHolds });
    return run?.result ?? null;
  } catch {
    return null; // the insertion will say why the frame cannot be reached
  }
}

/**
 * @param {chrome.scripting.InjectionTarget} target
 * @param {"MAIN" | "ISOLATED"} world
 * @param {[ReturnType<typeof fitted>, string?]} args
 * @returns {Promise<{ok: boolean, code?: string}>}
 */
async function inject(target, world, args) {
  try {
    const [run] = await ext.scripting.executeScript({ target, world, func: insertAnswer, args });
    return run?.result ?? { ok: false };
  } catch {
    // The frame went away, or the browser forbids scripts there.
    return { ok: false, code: "not_reached" };
  }
}

/**
 * @param {Choice} choice
 * @param {Rendered} answer
 * @param {string} [code]  why it was not inserted, if that was wanted
 * @returns {Promise<Outcome>}
 */
async function copy(choice, { text, html }, code) {
  if (!(await writeClipboard(text, html))) return failed(code ?? "clipboard");
  void noteUse("copied", choice);
  return { ok: code === undefined, how: "copied", ...(code !== undefined && { code }) };
}

/**
 * @param {string} code
 * @returns {Outcome}
 */
function failed(code) {
  return { ok: false, how: "failed", code };
}
