// What the page scripts of an enabled site ask for.
import { ext } from "../shared/ext.js";
import { tellOverlay, tellPage } from "./channels.js";
import { report } from "./events.js";
import { rearm } from "./frames.js";
import { adapters, refreshDeclared } from "./helpdesks.js";
import { takeTaught } from "./teaching.js";
import { forgetMounts } from "./mounts.js";
import { forgetFrame, noteFrame } from "./other-sites.js";
import { closeList, focusSurface, mount, mountIfLost } from "./opening.js";
import { asReading } from "./readings.js";
import { isEnabled } from "./site-permissions.js";
import { offersSlash, takeSlash, takeSlashKey } from "./slash.js";
import { show } from "./surfaces.js";
import { restartTab, tabState, updateTab } from "./tabs.js";
import { dropQuestions, takeReading } from "./tickets.js";

/** @typedef {{tab: number, frameId: number, origin: string}} From */

/** @type {Record<string, (message: any, from: From) => Promise<unknown>>} */
const FROM_THE_TOP = {
  page_hello: async (_message, { tab, origin }) => {
    dropQuestions(tab);
    forgetFrame(tab);
    await forgetMounts(tab);
    await restartTab(tab);
    void refreshDeclared();
    return { enabled: true, adapters: await adapters(origin), place: await placeOf(origin) };
  },
  page_reading: async (message, { tab }) => {
    const reading = message.reading === null ? null : asReading(message.reading);
    void refreshDeclared();
    await mountIfLost(tab);
    await takeReading(tab, { reading, ticket_key: String(message.ticket_key), has_editor: Boolean(message.has_editor) });
  },
  page_mount: (_message, { tab }) => mount(tab),
  page_open_list: async ({ focus }, { tab }) => {
    await mountIfLost(tab);
    await show(tab);
    await focusSurface(tab, focus === "list" || focus === "search" ? focus : "none");
  },
  page_close_list: (_message, { tab }) => closeList(tab),
  page_shown: async ({ visible, dark }, { tab }) => {
    tellOverlay(tab, { type: "visible", visible: Boolean(visible), dark: Boolean(dark) });
    await updateTab(tab, { visible: Boolean(visible) });
  },
  page_place: ({ place }, { origin }) => rememberPlace(origin, place),
  page_taught: ({ adapter }, { origin }) => takeTaught(origin, adapter),
};

/** @type {Record<string, (message: any, from: From) => Promise<unknown>>} */
const FROM_ANY_FRAME = {
  page_editor: async (_message, { tab, frameId }) => {
    forgetFrame(tab);
    const { has_editor } = await tabState(tab);
    if (!has_editor) await updateTab(tab, { has_editor: true });
    if (frameId !== 0) await tellPage(tab, { type: "editor_elsewhere" });
  },
  page_undone: async (_message, { tab }) => {
    const { inserted } = await tabState(tab);
    if (!inserted) return;
    await updateTab(tab, { inserted: null });
    for (const { query_id, answer_id } of inserted) await report("undone", query_id, answer_id);
  },
  page_slash_allowed: (_message, { origin }) => offersSlash(origin),
  page_slash: async ({ query }, { tab, frameId, origin }) => {
    if (await offersSlash(origin)) await takeSlash(tab, frameId, query);
  },
  page_slash_key: ({ key }, { tab }) => takeSlashKey(tab, key),
  page_rearm: async ({ origin }, { tab }) => {
    // The agent writes where we may not: offer to insert all the same, then it can be said what is missing.
    if (await noteFrame(tab, origin)) await updateTab(tab, { has_editor: true });
    else await rearm(tab);
  },
};

/**
 * @param {{type: string}} message
 * @param {chrome.runtime.MessageSender} sender
 * @returns {Promise<unknown>}
 */
export async function takePageMessage(message, { tab, frameId, url }) {
  if (tab?.id === undefined || frameId === undefined) return undefined;
  const top = frameId === 0 ? url : tab.url;
  if (!top || !URL.canParse(top)) return undefined;
  const from = { tab: tab.id, frameId, origin: new URL(top).origin };
  if (!(await isEnabled(from.origin))) return message.type === "page_hello" ? { enabled: false, adapters: [], place: null } : undefined;
  const table = frameId === 0 && Object.hasOwn(FROM_THE_TOP, message.type) ? FROM_THE_TOP : FROM_ANY_FRAME;
  return Object.hasOwn(table, message.type) ? table[message.type]?.(message, from) : undefined;
}

/**
 * @param {string} origin
 * @returns {Promise<import("../shared/messages.js").PillPlace | null>}
 */
async function placeOf(origin) {
  const { places } = await ext.storage.local.get("places");
  return /** @type {Record<string, import("../shared/messages.js").PillPlace> | undefined} */ (places)?.[origin] ?? null;
}

/**
 * @param {string} origin
 * @param {unknown} place
 * @returns {Promise<void>}
 */
async function rememberPlace(origin, place) {
  const { places } = await ext.storage.local.get("places");
  const { end, top } = /** @type {{end?: unknown, top?: unknown}} */ (place ?? {});
  const kept = { .../** @type {object} */ (places ?? {}) };
  const entry = Number.isFinite(end) && Number.isFinite(top) ? { [origin]: { end, top } } : { [origin]: null };
  await ext.storage.local.set({ places: { ...kept, ...entry } });
}
