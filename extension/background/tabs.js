// What is known of each tab: its ticket and what was suggested for it. Kept in storage.session, because the background
// may be put to sleep between the moment a list is shown and the moment an answer is chosen from it.
import { ext } from "../shared/ext.js";

/**
 * @typedef {object} TabState
 * @property {string} ticket_key  "" while no ticket is open
 * @property {import("../shared/messages.js").Reading | null} reading
 * @property {import("../shared/messages.js").SurfaceState["phase"]} phase
 * @property {import("../shared/messages.js").SuggestResponse | null} response
 * @property {import("../shared/messages.js").SuggestResponse[]} earlier  for this ticket, before `response`: a list that is
 *   being looked at is not replaced, so the agent may still choose from one of these
 * @property {import("../shared/messages.js").SurfaceState["search"]} search
 * @property {import("../shared/messages.js").SurfaceState["start"]} start
 * @property {{query_id: string, answer_id: string}[] | null} inserted  what was inserted last and not taken back
 * @property {number | null} slash  the frame in whose editor `/words` are being typed
 * @property {boolean} has_editor
 * @property {boolean} visible  whether the overlay is open
 * @property {boolean} mounted  whether an overlay frame has ever greeted from this page
 */

/** @type {TabState} */
const EMPTY = {
  ticket_key: "",
  reading: null,
  phase: "idle",
  response: null,
  earlier: [],
  search: null,
  start: null,
  inserted: null,
  slash: null,
  has_editor: false,
  visible: false,
  mounted: false,
};

/** @type {Map<number, TabState>} */
const cache = new Map();

/** @type {Set<(tab: number, state: TabState) => void>} */
const listeners = new Set();

/**
 * @param {number} tab
 * @returns {Promise<TabState>}
 */
export async function tabState(tab) {
  const cached = cache.get(tab);
  if (cached) return cached;
  const key = keyOf(tab);
  const { [key]: kept } = await ext.storage.session.get(key);
  const state = cache.get(tab) ?? /** @type {TabState | undefined} */ (kept) ?? EMPTY;
  cache.set(tab, state);
  return state;
}

/**
 * Change what is known of a tab and tell those who show it.
 *
 * @param {number} tab
 * @param {Partial<TabState>} change
 * @returns {Promise<TabState>}
 */
export async function updateTab(tab, change) {
  const { state, stored } = await noteTab(tab, change);
  await stored;
  return state;
}

/**
 * The same, for who goes on with it while it is being stored.
 *
 * @param {number} tab
 * @param {Partial<TabState>} change
 * @returns {Promise<{state: TabState, stored: Promise<void>}>}
 */
export async function noteTab(tab, change) {
  await tabState(tab);
  const state = { ...(cache.get(tab) ?? EMPTY), ...change };
  cache.set(tab, state);
  for (const listener of listeners) listener(tab, state);
  return { state, stored: ext.storage.session.set({ [keyOf(tab)]: state }) };
}

/**
 * @param {(tab: number, state: TabState) => void} listener
 */
export function onTab(listener) {
  listeners.add(listener);
}

/** @returns {Promise<number[]>} the tabs that something is known of */
export async function knownTabs() {
  const kept = await ext.storage.session.get(null);
  return Object.keys(kept).flatMap((key) => (key.startsWith("tab:") ? [Number(key.slice(4))] : []));
}

/**
 * The tab was closed.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function forgetTab(tab) {
  cache.delete(tab);
  await ext.storage.session.remove(keyOf(tab));
}

/**
 * The tab loads another page. A change of address within the page (`url` comes without a new document) is the page
 * scripts' business; they say so by `page_hello` when they start anew.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function restartTab(tab) {
  await updateTab(tab, EMPTY);
}

/**
 * @param {number} tab
 * @returns {string}
 */
function keyOf(tab) {
  return `tab:${tab}`;
}
