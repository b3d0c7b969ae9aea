// What an agent teaches by pointing: begun from the options page, kept for the site, handed to the team where the agent's
// token may.
import { isSidecarFault } from "../shared/errors.js";
import { ext } from "../shared/ext.js";
import { tellPage } from "./channels.js";
import { ask } from "./connection.js";
import { injectTeaching, tabsOf } from "./content-scripts.js";
import { tellPages } from "./helpdesks.js";
import { keepTaught, taught } from "./taught.js";

/** An adapter is a few selectors; what is larger is none. */
const LONGEST = 50_000;

/**
 * Begin teaching in the tab of a site that was used last.
 *
 * @param {unknown} origin
 * @returns {Promise<boolean>} false if no tab shows it
 */
export async function teachSite(origin) {
  const ids = typeof origin === "string" ? await tabsOf(origin) : [];
  const tabs = await Promise.all(ids.map((id) => ext.tabs.get(id)));
  const newest = tabs.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
  if (newest?.id === undefined) return false;
  await injectTeaching(newest.id);
  await ext.tabs.update(newest.id, { active: true });
  await ext.windows?.update(newest.windowId, { focused: true }).catch(() => undefined);
  await tellPage(newest.id, { type: "teach" });
  return true;
}

/**
 * @param {string} origin  the site that the page script runs on: what it teaches holds for no other
 * @param {any} adapter
 * @returns {Promise<{ok: boolean}>}
 */
export async function takeTaught(origin, adapter) {
  const text = JSON.stringify(adapter ?? null);
  const whole = typeof adapter?.id === "string" && /^[a-z0-9-]+$/.test(adapter.id) && Array.isArray(adapter.messages) && Array.isArray(adapter.ticket_id) && adapter.detect;
  if (!whole || text.length > LONGEST) return { ok: false };
  await keepTaught(origin, JSON.parse(text));
  await tellPages();
  return { ok: true };
}

/**
 * @param {unknown} origin
 * @returns {Promise<void>}
 */
export async function forgetTaught(origin) {
  await keepTaught(String(origin), null);
  await tellPages();
}

/**
 * Declare what was taught for the whole team.
 *
 * @param {unknown} origin
 * @returns {Promise<import("../shared/messages.js").OptionsAnswers["taught_send"]>}
 */
export async function sendTaught(origin) {
  const adapter = (await taught())[String(origin)];
  if (!adapter) return { ok: false, reason: "error" };
  try {
    await ask("/v1/helpdesks", { method: "POST", body: adapter });
    return { ok: true };
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    if (error.code === "forbidden") return { ok: false, reason: "forbidden" };
    return { ok: false, reason: error.state === "error" ? "error" : "unreachable", detail: error.detail };
  }
}
