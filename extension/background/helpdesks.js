// The declared adapters: data in helpdesks/, one file per helpdesk, listed in helpdesks/index.json.
import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/adapter.js").Adapter} Adapter */

/** @type {Promise<Adapter[]> | undefined} */
let loaded;

/**
 * All adapters, in the order in which they are tried.
 *
 * @returns {Promise<Adapter[]>}
 */
export function adapters() {
  loaded ??= load();
  return loaded;
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
