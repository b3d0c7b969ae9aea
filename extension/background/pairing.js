// Pairing: the agent types the six digits that the sidecar shows, and the browser gets a token of its own.
import { isSidecarFault } from "../shared/errors.js";
import { checkConnection, reconnect } from "./connection.js";
import { forgetUse } from "./recents.js";
import { isPort, rememberPairing, rememberPort } from "./settings.js";
import { askHealth, callSidecar } from "./sidecar-client.js";

/** @typedef {import("../shared/messages.js").PairOutcome} PairOutcome */

/**
 * Exchange a code for a token and keep the token.
 *
 * @param {string} code  as typed; spaces do not count
 * @param {number | undefined} port  where the sidecar listens, if the caller was told
 * @returns {Promise<PairOutcome>}
 */
export async function pair(code, port) {
  const target = isPort(port) ? await askHealth(port) : await reconnect();
  if (!["ok", "not_paired", "starting"].includes(target.state)) {
    return { ok: false, reason: "unreachable", ...(target.detail && { detail: target.detail }) };
  }
  try {
    const body = { code: code.replace(/\s/g, ""), client: clientName() };
    const { token, name } = await callSidecar("/v1/pair", { port: target.port, method: "POST", body });
    await rememberPort(target.port);
    await rememberPairing({ token, name });
    return { ok: true, connection: await checkConnection() };
  } catch (error) {
    return refusal(error);
  }
}

/**
 * Forget the token. The sidecar keeps its half until an admin revokes it.
 *
 * @returns {Promise<import("../shared/messages.js").Connection>}
 */
export async function unpair() {
  await Promise.all([rememberPairing(null), forgetUse()]);
  return checkConnection();
}

/**
 * @param {unknown} error
 * @returns {PairOutcome}
 */
function refusal(error) {
  if (!isSidecarFault(error)) return { ok: false, reason: "error", detail: String(error) };
  const { status, code, detail } = error;
  if (status === undefined) return { ok: false, reason: "unreachable", detail };
  if (status === 429 || code === "rate_limited") return { ok: false, reason: "too_many", detail };
  // Both are `unauthorized`; only a code that could still be used has tries left.
  if (status === 401) return { ok: false, reason: detail.includes("Tries left") ? "wrong_code" : "expired", detail };
  if (status === 400) return { ok: false, reason: "wrong_code", detail };
  return { ok: false, reason: "error", detail };
}

/** @returns {string} how this browser is called in the sidecar's list */
function clientName() {
  const { userAgent } = navigator;
  const browser = ["Firefox", "Edg", "OPR", "Chrome"].find((name) => userAgent.includes(name)) ?? "Browser";
  const names = { Edg: "Edge", OPR: "Opera" };
  return names[/** @type {keyof typeof names} */ (browser)] ?? browser;
}
