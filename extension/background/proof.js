// Makes sure, before the token is sent, that the sidecar on a port is the one this browser was paired with: any program
// may listen there and call itself Cuecard. It has to answer a challenge that only who knows the token's hash can; the
// answer holds for one port alone, so an impostor gains nothing by passing the challenge on to the real one.
import { sidecarFault } from "../shared/errors.js";
import { callSidecar } from "./sidecar-client.js";

const NONCE_BYTES = 32;
const KEY_DIGITS = 16;

/** The tokens' keys that were proved, by port. @type {Map<number, string>} */
const proved = new Map();

/**
 * Ask the sidecar for its proof, once for as long as the background runs and the sidecar answers.
 *
 * @param {number} port
 * @param {string} token
 * @returns {Promise<void>}
 * @throws {import("../shared/errors.js").SidecarFault} `not_paired` if it does not know the token, `foreign` if it only
 *   pretends to
 */
export async function demandProof(port, token) {
  const hash = hex(await sha256(token));
  const key = hex(await sha256(hash)).slice(0, KEY_DIGITS);
  if (proved.get(port) === key) return;
  const challenge = hex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)).buffer);
  const { proof } = (await callSidecar(`/v1/health?challenge=${challenge}&key=${key}`, { port })) ?? {};
  if (!proof) throw sidecarFault("not_paired", `The sidecar on port ${port} does not know this browser's token.`);
  if (proof !== hex(await sign(hash, `127.0.0.1:${port} ${challenge}`))) {
    throw sidecarFault("foreign", `The program on port ${port} is not the sidecar that this browser was paired with.`);
  }
  proved.set(port, key);
}

/**
 * It did not answer as it should: another program may have taken its place.
 *
 * @param {number} port
 */
export function forgetProof(port) {
  proved.delete(port);
}

/**
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
function sha256(text) {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

/**
 * @param {string} secret
 * @param {string} message
 * @returns {Promise<ArrayBuffer>} HMAC-SHA256
 */
async function sign(secret, message) {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", bytes.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", key, bytes.encode(message));
}

/** @param {ArrayBuffer} buffer @returns {string} hexadecimal digits */
function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
