// What runs in the tab of an enabled site, and how it gets there: registered for the next load, injected for now.
import { ext } from "../shared/ext.js";

/** In every frame, in this order: they remember the editor and give it the focus back. */
const FRAME_FILES = ["page/namespace.js", "page/shadows.js", "page/editors.js", "page/undoing.js", "page/focus.js", "page/slash.js", "page/frame-main.js"];

/** In the tab's own document alone; the first is the same, because it is not told which of the two comes first. */
const TOP_FILES = [
  "page/namespace.js",
  "page/shadows.js",
  "page/editors.js",
  "page/undoing.js",
  "page/focus.js",
  "page/slash.js",
  "page/roots.js",
  "page/crowd.js",
  "page/text.js",
  "page/times.js",
  "page/people.js",
  "page/signs.js",
  "page/messages.js",
  "page/parts.js",
  "page/senders.js",
  "page/reader-declared.js",
  "page/reader-generic.js",
  "page/observer.js",
  "page/under.js",
  "page/placing.js",
  "page/shell.js",
  "page/manners.js",
  "page/saying.js",
  "page/pill.js",
  "page/frame-known.js",
  "page/overlay-frame.js",
  "page/main.js",
];

/** Only for teaching a site, when the agent asks for it. */
const TEACH_FILES = ["page/teach-naming.js", "page/teach-adapter.js", "page/teach-panel.js", "page/teach.js"];

const FRAMES = "frames:";
const TOP = "top:";

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
 * Run the page scripts in one tab.
 *
 * @param {number} tabId
 * @returns {Promise<void>}
 */
async function inject(tabId) {
  await ext.scripting.executeScript({ target: { tabId, allFrames: true }, files: FRAME_FILES });
  await ext.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: TOP_FILES });
}

/**
 * Run in a tab's own document what teaching needs.
 *
 * @param {number} tabId
 * @returns {Promise<unknown>}
 */
export function injectTeaching(tabId) {
  return ext.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: TEACH_FILES });
}

/**
 * Run the frames' scripts in some frames of a tab.
 *
 * @param {number} tabId
 * @param {number[]} frameIds
 * @returns {Promise<unknown>}
 */
export function injectFrames(tabId, frameIds) {
  return ext.scripting.executeScript({ target: { tabId, frameIds }, files: FRAME_FILES });
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
 * A registration outlives the files it names: an extension that was loaded unpacked and then updated still has the list of
 * before, so one that names other files is made anew.
 *
 * @param {string[]} origins
 * @returns {Promise<void>}
 */
async function replaceRegistrations(origins) {
  const registered = await ext.scripting.getRegisteredContentScripts();
  const wanted = new Map(origins.flatMap((origin) => [[FRAMES + origin, origin], [TOP + origin, origin]]));
  const current = registered.filter(({ id, js }) => wanted.has(id) && js?.join() === filesOf(id).join()).map(({ id }) => id);
  const stale = registered.map(({ id }) => id).filter((id) => !current.includes(id));
  if (stale.length > 0) await ext.scripting.unregisterContentScripts({ ids: stale });
  const missing = [...wanted].filter(([id]) => !current.includes(id));
  if (missing.length > 0) await ext.scripting.registerContentScripts(missing.map(([id, origin]) => script(id, origin)));
}

/**
 * @param {string} id  of a registration
 * @returns {string[]}
 */
function filesOf(id) {
  return id.startsWith(FRAMES) ? FRAME_FILES : TOP_FILES;
}

/**
 * Editors often live in about:blank frames, hence matchOriginAsFallback.
 *
 * @param {string} id
 * @param {string} origin
 * @returns {chrome.scripting.RegisteredContentScript}
 */
function script(id, origin) {
  const everywhere = id.startsWith(FRAMES);
  return {
    id,
    js: filesOf(id),
    matches: [pattern(origin)],
    allFrames: everywhere,
    ...(everywhere && { matchOriginAsFallback: true }),
    runAt: "document_idle",
    persistAcrossSessions: true,
  };
}
