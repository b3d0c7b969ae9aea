// How the background says something to a tab: by message to its page script, by Port to its surfaces.
import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/messages.js").ToSurface} ToSurface */
/** @typedef {import("../shared/messages.js").ToPage} ToPage */

/** @type {Map<number, Set<chrome.runtime.Port>>} */
const ports = new Map();

/**
 * Keep the Port of a surface that was let in, until it closes.
 *
 * @param {number} tab
 * @param {chrome.runtime.Port} port
 */
export function keepPort(tab, port) {
  const kept = ports.get(tab) ?? new Set();
  ports.set(tab, kept.add(port));
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
 * Say something to the surfaces of a tab.
 *
 * @param {number} tab
 * @param {ToSurface} message
 */
export function tellSurfaces(tab, message) {
  for (const port of ports.get(tab) ?? []) post(port, message);
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
