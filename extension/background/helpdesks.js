// The adapters of a site, in the order in which they are tried: what its agent taught, what the team's admins declared at
// the sidecar, what the extension brings along (helpdesks/, one file per helpdesk, listed in helpdesks/index.json).
import { isSidecarFault } from "../shared/errors.js";
import { ext } from "../shared/ext.js";
import { tellPage } from "./channels.js";
import { ask } from "./connection.js";
import { knownTabs } from "./tabs.js";
import { taughtFor } from "./taught.js";

/** @typedef {import("../shared/adapter.js").Adapter} Adapter */

/** What an admin declares is in every browser after this long. */
const FRESH_MS = 60_000;

/** @type {Promise<Adapter[]> | undefined} */
let loaded;
let askedAt = -Infinity;

/**
 * All adapters for a site, in the order in which they are tried. What was declared last is known at once; whether there
 * is something newer is asked meanwhile.
 *
 * @param {string} origin
 * @returns {Promise<Adapter[]>}
 */
export async function adapters(origin) {
  loaded ??= load();
  const [taught, declared, own] = await Promise.all([taughtFor(origin), keptDeclared(), loaded]);
  const ids = new Set(declared.map(({ id }) => id));
  return [...taught, ...declared, ...own.filter(({ id }) => !ids.has(id))];
}

/**
 * Ask the sidecar what its admins declared, at most once a minute, and tell the pages if it changed.
 *
 * @returns {Promise<void>}
 */
export async function refreshDeclared() {
  if (Date.now() - askedAt < FRESH_MS) return;
  askedAt = Date.now();
  try {
    const { helpdesks } = await ask("/v1/helpdesks");
    if (!Array.isArray(helpdesks)) return;
    const before = await keptDeclared();
    if (JSON.stringify(before) === JSON.stringify(helpdesks)) return;
    await ext.storage.local.set({ declared: helpdesks });
    await tellPages();
  } catch (error) {
    if (!isSidecarFault(error)) throw error;
    // Not reached: it is asked again with the next ticket. One that does not know the address is older than this.
    if (error.state !== "error") askedAt = -Infinity;
  }
}

/**
 * Hand all pages the adapters of their site anew.
 *
 * @returns {Promise<void>}
 */
export async function tellPages() {
  for (const tab of await knownTabs()) {
    const { url } = await ext.tabs.get(tab).catch(() => ({ url: undefined }));
    if (url && URL.canParse(url)) void tellPage(tab, { type: "adapters", adapters: await adapters(new URL(url).origin) });
  }
}

/** @returns {Promise<Adapter[]>} what was declared when the sidecar was asked last */
async function keptDeclared() {
  const { declared } = await ext.storage.local.get("declared");
  return Array.isArray(declared) ? declared : [];
}

/** @returns {Promise<Adapter[]>} */
async function load() {
  /** @type {string[]} */
  const ids = await read("index.json");
  return Promise.all(ids.map((id) => read(`${id}.json`)));
}

/**
 * @param {string} file
 * @returns {Promise<any>}
 */
async function read(file) {
  const response = await fetch(ext.runtime.getURL(`helpdesks/${file}`));
  return response.json();
}
