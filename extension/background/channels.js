// How the background says something to a tab: by message to its page script, by Port to its surfaces.
import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/messages.js").ToSurface} ToSurface */
/** @typedef {import("../shared/messages.js").ToPage} ToPage */

/** @typedef {"overlay" | "panel"} Kind  where a surface stands: in the page, or in the browser's own panel beside it */

/** @type {Map<number, Map<chrome.runtime.Port, Kind>>} */
const ports = new Map();

/**
 * Keep the Port of a surface that was let in, until it closes.
 *
 * @param {number} tab
 * @param {chrome.runtime.Port} port
 * @param {Kind} kind
 */
export function keepPort(tab, port, kind) {
  const kept = ports.get(tab) ?? new Map();
  ports.set(tab, kept.set(port, kind));
  port.onDisconnect.addListener(() => {
    kept.delete(port);
    if (kept.size === 0 && ports.get(tab) === kept) ports.delete(tab);
  });
}

/**
 * @param {number} tab
 * @returns {boolean}
 */
export function hasSurface(tab) {
  return ports.has(tab);
}

/**
 * @param {number} tab
 * @returns {boolean} whether the frame in the page is there; a panel does not stand in for it
 */
export function hasOverlay(tab) {
  return [...(ports.get(tab)?.values() ?? [])].includes("overlay");
}

/**
 * Say something to the surfaces of a tab.
 *
 * @param {number} tab
 * @param {ToSurface} message
 */
export function tellSurfaces(tab, message) {
  for (const port of ports.get(tab)?.keys() ?? []) post(port, message);
}

/**
 * Say something to the frame in the page alone: whether it is shown, and where its focus goes.
 *
 * @param {number} tab
 * @param {ToSurface} message
 */
export function tellOverlay(tab, message) {
  for (const [port, kind] of ports.get(tab) ?? []) if (kind === "overlay") post(port, message);
}

/**
 * A port may close at any moment between two statements; what it would have been told is then of no use.
 *
 * @param {chrome.runtime.Port} port
 * @param {ToSurface} message
 */
export function post(port, message) {
  try {
    port.postMessage(message);
  } catch {
    port.disconnect();
  }
}

/**
 * Say something to the page script of a tab.
 *
 * @param {number} tab
 * @param {ToPage} message
 * @param {number} [frameId]
 * @returns {Promise<any>} undefined if nobody is there
 */
export function tellPage(tab, message, frameId = 0) {
  return ext.tabs.sendMessage(tab, message, { frameId }).catch(() => undefined);
}
