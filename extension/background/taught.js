// The adapters that agents made by pointing, one for each site; kept in this browser until they are taken back.
import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/adapter.js").Adapter} Adapter */

/**
 * @param {string} origin
 * @returns {Promise<Adapter[]>} the one that was taught for a site, or none
 */
export async function taughtFor(origin) {
  const adapter = (await taught())[origin];
  return adapter ? [adapter] : [];
}

/** @returns {Promise<Record<string, Adapter>>} all, by the origin of their site */
export async function taught() {
  const { taught: kept } = await ext.storage.local.get("taught");
  return /** @type {Record<string, Adapter>} */ (kept ?? {});
}

/**
 * @param {string} origin
 * @param {Adapter | null} adapter  null takes it back
 * @returns {Promise<void>}
 */
export async function keepTaught(origin, adapter) {
  const { [origin]: _before, ...others } = await taught();
  await ext.storage.local.set({ taught: adapter ? { ...others, [origin]: adapter } : others });
}
