// On which sites Cuecard is on. The agent enables each by a click; the browser's own permission for it may be taken
// back at any time, so it is looked up and never assumed.
import { ext } from "../shared/ext.js";
import { injectInto, pattern, registerFor, tabsOf } from "./content-scripts.js";
import { managed } from "./settings.js";

/** @typedef {import("../shared/messages.js").Site} Site */

/**
 * The enabled sites, sorted; those without the browser's permission are listed as not granted.
 *
 * @returns {Promise<Site[]>}
 */
export async function sites() {
  const [origins, { slash }] = await Promise.all([enabledOrigins(), ext.storage.local.get("slash")]);
  const offering = Array.isArray(slash) ? slash : [];
  return Promise.all(origins.map(async (origin) => ({ origin, granted: await isGranted(origin), slash: offering.includes(origin) })));
}

/**
 * Whether Cuecard may run on an origin.
 *
 * @param {string} origin
 * @returns {Promise<boolean>}
 */
export async function isEnabled(origin) {
  const [origins, granted] = await Promise.all([enabledOrigins(), isGranted(origin)]);
  return granted && origins.includes(origin);
}

/**
 * Turn Cuecard on for a site whose permission the agent has just given.
 *
 * @param {string} origin
 * @returns {Promise<boolean>} false if the permission is missing
 */
export async function enableSite(origin) {
  if (!isSite(origin) || !(await isGranted(origin))) return false;
  const own = await ownOrigins();
  await ext.storage.local.set({ sites: [...new Set([...own, origin])].sort() });
  await syncSites();
  await injectInto(origin);
  return true;
}

/**
 * Turn Cuecard off for a site and give its permission back.
 *
 * @param {string} origin
 * @returns {Promise<void>}
 */
export async function disableSite(origin) {
  const own = await ownOrigins();
  const tabs = await tabsOf(origin);
  await ext.storage.local.set({ sites: own.filter((kept) => kept !== origin) });
  await syncSites();
  await Promise.allSettled(tabs.map((tabId) => ext.tabs.sendMessage(tabId, { type: "off" })));
  // Fails where the permission is one of the manifest's own (the sidecar's address): then there is none to give back.
  await ext.permissions.remove({ origins: [pattern(origin)] }).catch(() => false);
}

/**
 * Make the registered page scripts match what is enabled and granted.
 *
 * @returns {Promise<void>}
 */
export async function syncSites() {
  const listed = await sites();
  await registerFor(listed.filter(({ granted }) => granted).map(({ origin }) => origin));
}

/**
 * The extension starts: what is enabled has to run, in tabs that are open already too.
 *
 * @returns {Promise<void>}
 */
export async function resumeSites() {
  await syncSites();
  const listed = await sites();
  await Promise.all(listed.filter(({ granted }) => granted).map(({ origin }) => injectInto(origin)));
}

/**
 * Whether a string is an origin that a page may have.
 *
 * @param {unknown} origin
 * @returns {origin is string}
 */
export function isSite(origin) {
  if (typeof origin !== "string" || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return ["http:", "https:"].includes(url.protocol) && url.origin === origin;
}

/**
 * @param {string} origin
 * @returns {Promise<boolean>}
 */
function isGranted(origin) {
  return ext.permissions.contains({ origins: [pattern(origin)] }).catch(() => false);
}

/** @returns {Promise<string[]>} */
async function enabledOrigins() {
  const [own, policy] = await Promise.all([ownOrigins(), managed()]);
  const managedSites = Array.isArray(policy.sites) ? policy.sites.filter(isSite) : [];
  return [...new Set([...own, ...managedSites])].sort();
}

/** @returns {Promise<string[]>} those the agent enabled */
async function ownOrigins() {
  const { sites: kept } = await ext.storage.local.get("sites");
  return Array.isArray(kept) ? kept.filter(isSite) : [];
}
