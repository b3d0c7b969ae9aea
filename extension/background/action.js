// The toolbar button: on a site where Cuecard is off it asks for the browser's permission and turns it on; where it is
// on, it opens the list. Turning it off is a matter of the options page and of the list's own menu.
import { ext, say } from "../shared/ext.js";
import { pattern } from "./content-scripts.js";
import { rearm } from "./frames.js";
import { ready } from "./gate.js";
import { closedSite, forgetFrame } from "./other-sites.js";
import { enableSite, isEnabled, isSite } from "./site-permissions.js";
import { openList } from "./opening.js";

/**
 * The permission has to be asked for before anything is awaited: browsers allow it only in the click itself.
 *
 * @param {chrome.tabs.Tab} tab
 * @returns {Promise<void>}
 */
export async function enableFromToolbar(tab) {
  const origin = tab.url && URL.canParse(tab.url) ? new URL(tab.url).origin : "";
  if (tab.id === undefined || !isSite(origin)) {
    await ext.runtime.openOptionsPage();
    return;
  }
  const frame = closedSite(tab.id);
  const granted = await ext.permissions.request({ origins: [origin, ...(frame ? [frame] : [])].map(pattern) });
  if (!granted) return;
  await ready();
  if (frame) {
    forgetFrame(tab.id);
    await rearm(tab.id);
  }
  if (await isEnabled(origin)) await openList(tab.id, "list");
  else await enableSite(origin);
  await showOnToolbar(tab.id);
}

/**
 * Say on the button what a click would do on this tab.
 *
 * @param {number} tabId
 * @returns {Promise<void>}
 */
export async function showOnToolbar(tabId) {
  const tab = await ext.tabs.get(tabId).catch(() => undefined);
  if (!tab) return;
  const on = Boolean(tab.url && URL.canParse(tab.url) && (await isEnabled(new URL(tab.url).origin)));
  const title = say(on ? "action_open" : "action_enable");
  await ext.action.setTitle({ tabId, title }).catch(() => undefined);
}
