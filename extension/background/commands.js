// Keyboard commands. Pressing one is a gesture of the agent: on a site that is not enabled it enables it, as a click
// on the toolbar does.
import { ext } from "../shared/ext.js";
import { enableFromToolbar } from "./action.js";
import { ready } from "./gate.js";
import { insertAnswerInto } from "./insertion.js";
import { openPanel } from "./panel.js";
import { isEnabled } from "./site-permissions.js";
import { openList } from "./opening.js";
import { tabState } from "./tabs.js";

/**
 * @param {string} command
 * @param {chrome.tabs.Tab | undefined} given
 * @returns {Promise<void>}
 */
export async function runCommand(command, given) {
  if (command === "open-panel") {
    await openPanel(given);
    return;
  }
  const tab = given ?? (await ext.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  if (tab?.id === undefined || !tab.url) return;
  await ready();
  if (!(await isEnabled(new URL(tab.url).origin))) {
    await enableFromToolbar(tab);
    return;
  }
  if (command === "insert-first") await insertFirst(tab.id);
  else await openList(tab.id, command === "open-search" ? "search" : "list");
}

/**
 * Insert the first answer without showing it, but only one that needs no look: fitting, verified, without a gap, and
 * not for internal use. Otherwise show the list.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
async function insertFirst(tab) {
  const { response } = await tabState(tab);
  const first = response?.suggestions[0];
  const safe =
    response?.confident &&
    first?.trust.state === "verified" &&
    first.trust.conflicts === 0 &&
    first.audience !== "internal" &&
    !first.placeholders.some(({ missing }) => missing);
  if (!safe || !first) {
    await openList(tab, "list");
    return;
  }
  const { answer_id, passage_id } = first;
  await insertAnswerInto(tab, { query_id: response.query_id, answer_id, passage_id, values: {} });
}
