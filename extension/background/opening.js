// Has the page mount the frame with the list, and opens it.
import { hasOverlay, tellOverlay, tellPage } from "./channels.js";
import { editorFrame } from "./frames.js";
import { mint } from "./mounts.js";
import { tabState } from "./tabs.js";

/** @type {Map<number, "list" | "search">} */
const focusLater = new Map();

/**
 * Have the page mount an overlay frame with a nonce of its own.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function mount(tab) {
  await tellPage(tab, { type: "mount", nonce: await mint(tab) });
}

/**
 * Mount anew if the frame lost its background while that was asleep.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function mountIfLost(tab) {
  const { mounted } = await tabState(tab);
  if (mounted && !hasOverlay(tab)) await mount(tab);
}

/**
 * Open the overlay, by command or by the pill.
 *
 * @param {number} tab
 * @param {"none" | "list" | "search"} focus
 * @returns {Promise<void>}
 */
export async function openList(tab, focus) {
  await mountIfLost(tab);
  await tellPage(tab, { type: "show", focus: focus !== "none" });
  await focusSurface(tab, focus);
}

/**
 * Close the overlay. If the keyboard was in it, the editor that the agent wrote in has the focus again, in whatever frame
 * of the page it stands.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function closeList(tab) {
  const frame = await editorFrame(tab);
  const inside = frame?.used ? frame.frameId : 0;
  const restored = inside !== 0 && (await tellPage(tab, { type: "list_focused" })) && (await tellPage(tab, { type: "restore" }, inside));
  await tellPage(tab, { type: "hide", restore: !restored });
}

/**
 * Say where in the surface the keyboard goes, once a screen reader can follow it there; one that is only being mounted is
 * told when it greets.
 *
 * @param {number} tab
 * @param {"none" | "list" | "search"} focus
 * @returns {Promise<void>}
 */
export async function focusSurface(tab, focus) {
  if (focus === "none") return;
  if (!hasOverlay(tab)) {
    focusLater.set(tab, focus);
    return;
  }
  await tellPage(tab, { type: "list_known" });
  tellOverlay(tab, { type: "focus", target: focus });
}

/**
 * A frame that has just greeted gets the focus that waited for it.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export function focusGreeted(tab) {
  const target = focusLater.get(tab) ?? "none";
  focusLater.delete(tab);
  return focusSurface(tab, target);
}
