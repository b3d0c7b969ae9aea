// What runs in the tab of an enabled site, and how it gets there: registered for the next load, injected for now.
import { ext } from "../shared/ext.js";

/** In this order: the first makes the namespace, the last starts. */
export const PAGE_FILES = [
  "page/namespace.js",
  "page/focus.js",
  "page/text.js",
  "page/people.js",
  "page/reader-declared.js",
  "page/reader-generic.js",
  "page/editors.js",
  "page/observer.js",
  "page/placing.js",
  "page/pill.js",
  "page/overlay-frame.js",
  "page/main.js",
];

const ID_PREFIX = "site:";

/** Registrations are changed one after the other: two at once lose one of them. @type {Promise<unknown>} */
let pending = Promise.resolve();

/**
 * The match pattern for an origin. Firefox allows no port in it: the scripts ask whether they are on an enabled origin.
 *
 * @param {string} origin
 * @returns {string}
 */
export function pattern(origin) {
  const { protocol, hostname, host } = new URL(origin);
  const portAllowed = !ext.runtime.getURL("").startsWith("moz-extension:");
  return `${protocol}//${portAllowed ? host : hostname}/*`;
}

/**
 * Register the page scripts for exactly these origins.
 *
 * @param {string[]} origins
 * @returns {Promise<void>}
 */
export function registerFor(origins) {
  const next = pending.then(() => replaceRegistrations(origins));
  pending = next.catch(() => undefined);
  return next;
}

/**
 * Run the page scripts in the tabs of an origin that are open already.
 *
 * @param {string} origin
 * @returns {Promise<void>}
 */
export async function injectInto(origin) {
  const tabs = await tabsOf(origin);
  await Promise.allSettled(tabs.map((tabId) => inject(tabId)));
}

/**
 * Run the page scripts in one tab, or in some of its frames.
 *
 * @param {number} tabId
 * @param {number[]} [frameIds]  all if left out
 * @returns {Promise<unknown>}
 */
export function inject(tabId, frameIds) {
  const target = frameIds ? { tabId, frameIds } : { tabId, allFrames: true };
  return ext.scripting.executeScript({ target, files: PAGE_FILES });
}

/**
 * @param {string} origin
 * @returns {Promise<number[]>} ids of the tabs that show it
 */
export async function tabsOf(origin) {
  const tabs = await ext.tabs.query({ url: pattern(origin) }).catch(() => []);
  return tabs.flatMap((tab) => (tab.id !== undefined && tab.url && new URL(tab.url).origin === origin ? [tab.id] : []));
}

/**
 * @param {string[]} origins
 * @returns {Promise<void>}
 */
async function replaceRegistrations(origins) {
  const registered = await ext.scripting.getRegisteredContentScripts();
  const wanted = new Map(origins.map((origin) => [ID_PREFIX + origin, origin]));
  const stale = registered.filter(({ id }) => id.startsWith(ID_PREFIX) && !wanted.has(id)).map(({ id }) => id);
  if (stale.length > 0) await ext.scripting.unregisterContentScripts({ ids: stale });
  const present = new Set(registered.map(({ id }) => id));
  const missing = [...wanted].filter(([id]) => !present.has(id));
  if (missing.length > 0) await ext.scripting.registerContentScripts(missing.map(([id, origin]) => script(id, origin)));
}

/**
 * Editors often live in about:blank frames, hence matchOriginAsFallback.
 *
 * @param {string} id
 * @param {string} origin
 * @returns {chrome.scripting.RegisteredContentScript}
 */
function script(id, origin) {
  return {
    id,
    js: PAGE_FILES,
    matches: [pattern(origin)],
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: "document_idle",
    persistAcrossSessions: true,
  };
}
