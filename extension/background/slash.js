// Saved replies in place: what is typed after a `/` in a reply editor is looked for in the frame with the list, and the keys
// that the editor hands over choose there.
import { ext } from "../shared/ext.js";
import { tellOverlay, tellPage } from "./channels.js";
import { mountIfLost } from "./opening.js";
import { tabState, updateTab } from "./tabs.js";

const KEYS = ["next", "previous", "choose", "close"];
const LONGEST = 40;

/** What stands after the `/` in each tab: the list may only just be coming into the page. @type {Map<number, string>} */
const typed = new Map();

/**
 * @param {string} origin
 * @returns {Promise<boolean>} whether the agent turned it on for a site
 */
export async function offersSlash(origin) {
  return (await slashSites()).includes(origin);
}

/** @returns {Promise<string[]>} origins */
export async function slashSites() {
  const { slash } = await ext.storage.local.get("slash");
  return Array.isArray(slash) ? slash.filter((origin) => typeof origin === "string") : [];
}

/**
 * @param {string} origin
 * @param {boolean} on
 * @returns {Promise<void>}
 */
export async function setSlash(origin, on) {
  const others = (await slashSites()).filter((kept) => kept !== origin);
  await ext.storage.local.set({ slash: on ? [...others, origin].sort() : others });
}

/**
 * Something was typed after a `/`, or it is over.
 *
 * @param {number} tab
 * @param {number} frame  whose editor it is
 * @param {unknown} query  null: over
 * @returns {Promise<void>}
 */
export async function takeSlash(tab, frame, query) {
  const { slash } = await tabState(tab);
  const words = typeof query === "string" ? query.slice(0, LONGEST) : null;
  if (words === null && slash === null) return;
  await updateTab(tab, { slash: words === null ? null : frame });
  tellOverlay(tab, { type: "slash", query: words });
  if (words === null) typed.delete(tab);
  else typed.set(tab, words);
  if (words === null) {
    await tellPage(tab, { type: "hide", restore: false });
    return;
  }
  await mountIfLost(tab);
  await tellPage(tab, { type: "show", focus: false });
}

/**
 * A list that has just been mounted asks what was typed meanwhile.
 *
 * @param {number} tab
 * @returns {string | undefined}
 */
export function typedIn(tab) {
  return typed.get(tab);
}

/**
 * @param {number} tab
 * @param {unknown} key
 * @returns {Promise<void>}
 */
export async function takeSlashKey(tab, key) {
  if (key === "close") await takeSlash(tab, 0, null);
  else if (KEYS.includes(String(key))) tellOverlay(tab, { type: "slash_key", key: /** @type {"next"} */ (key) });
}

/**
 * The list has something for it: from now on the editor hands over its keys.
 *
 * @param {number} tab
 * @param {unknown} count
 * @returns {Promise<void>}
 */
export async function tellOffered(tab, count) {
  const { slash } = await tabState(tab);
  if (slash !== null) await tellPage(tab, { type: "slash_offered", count: Number(count) || 0 }, slash);
}

/**
 * An answer is about to be inserted: it takes the place of what was typed.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function replaceTyped(tab) {
  const { slash } = await tabState(tab);
  if (slash === null) return;
  typed.delete(tab);
  await tellPage(tab, { type: "slash_select" }, slash);
  await updateTab(tab, { slash: null });
}
