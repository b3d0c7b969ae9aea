// A tab that goes to a site where Cuecard is off takes its ticket with it: nothing of it stays in memory.
import { ext } from "../shared/ext.js";
import { forgetMounts } from "./mounts.js";
import { isEnabled } from "./site-permissions.js";
import { forgetPill } from "./pill.js";
import { forgetTab } from "./tabs.js";
import { dropQuestions } from "./tickets.js";

/**
 * The tab was closed, or shows what is none of our business.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function leave(tab) {
  dropQuestions(tab);
  forgetPill(tab);
  await Promise.all([forgetTab(tab), forgetMounts(tab)]);
}

/**
 * The tab loads something.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function leaveIfElsewhere(tab) {
  const { url } = (await ext.tabs.get(tab).catch(() => undefined)) ?? {};
  const here = url && URL.canParse(url) && (await isEnabled(new URL(url).origin));
  if (!here) await leave(tab);
}
