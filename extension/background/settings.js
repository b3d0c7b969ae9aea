// What is kept between sessions: the sidecar's port, the token, where the pill was dragged to. An organisation may
// fix the port by policy (managed_schema.json).
import { ext } from "../shared/ext.js";

export const DEFAULT_PORT = 8377;

/** @typedef {{token: string, name: string}} Pairing */

/**
 * The port to try first, and whether a policy fixed it.
 *
 * @returns {Promise<{port: number, fixed: boolean}>}
 */
export async function portSetting() {
  const { port: policy } = await managed();
  if (isPort(policy)) return { port: policy, fixed: true };
  const { port } = await ext.storage.local.get("port");
  return { port: isPort(port) ? port : DEFAULT_PORT, fixed: false };
}

/**
 * @param {number} port
 * @returns {Promise<void>}
 */
export async function rememberPort(port) {
  if (isPort(port)) await ext.storage.local.set({ port });
}

/** @returns {Promise<Pairing | null>} */
export async function pairing() {
  const { pairing: kept } = await ext.storage.local.get("pairing");
  return isPairing(kept) ? kept : null;
}

/**
 * @param {Pairing | null} kept  null forgets it
 * @returns {Promise<void>}
 */
export async function rememberPairing(kept) {
  await (kept ? ext.storage.local.set({ pairing: kept }) : ext.storage.local.remove("pairing"));
}

/**
 * The settings of the organisation. Reading them fails where no policy exists (Firefox).
 *
 * @returns {Promise<Record<string, unknown>>}
 */
export async function managed() {
  return ext.storage.managed.get(null).catch(() => ({}));
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
export function isPort(value) {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535;
}

/**
 * @param {unknown} value
 * @returns {value is Pairing}
 */
function isPairing(value) {
  return typeof value === "object" && value !== null && "token" in value && typeof value.token === "string";
}
