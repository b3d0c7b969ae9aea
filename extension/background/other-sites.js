// Frames of another site in a helpdesk's page: where such a frame holds the reply editor, the browser asks the agent for a
// permission of its own before we may insert there.
import { ext } from "../shared/ext.js";
import { pattern } from "./content-scripts.js";
import { isSite } from "./site-permissions.js";

/**
 * The site of the frame that has the focus, by tab, while it is closed to us. In memory only: the click on the toolbar,
 * in which the browser may be asked, leaves no time to look it up.
 *
 * @type {Map<number, string>}
 */
const closed = new Map();

/**
 * A frame of another site got the focus.
 *
 * @param {number} tab
 * @param {unknown} origin
 * @returns {Promise<boolean>} whether it is closed to us
 */
export async function noteFrame(tab, origin) {
  if (!isSite(origin)) return false;
  const open = await ext.permissions.contains({ origins: [pattern(origin)] }).catch(() => false);
  if (open) closed.delete(tab);
  else closed.set(tab, origin);
  return !open;
}

/**
 * @param {number} tab
 * @returns {string | undefined} the site whose frame the agent used last and which is closed to us
 */
export function closedSite(tab) {
  return closed.get(tab);
}

/**
 * The tab shows another page, or the agent writes in an editor that we reach.
 *
 * @param {number} tab
 */
export function forgetFrame(tab) {
  closed.delete(tab);
}
