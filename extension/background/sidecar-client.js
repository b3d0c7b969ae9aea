// Speaks HTTP to the sidecar on the loopback address, and tells apart why it does not answer. An answer counts only if
// it bears the sidecar's own header: any other program may listen on that port.
import { ext } from "../shared/ext.js";
import { sidecarFault } from "../shared/errors.js";
import { agreement } from "../shared/version.js";

const VERSION_HEADER = "X-Cuecard-Version";
/** Windows takes two seconds to find out that nothing listens on a loopback port. */
const HEALTH_TIMEOUT_MS = 4000;
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * What an answer's status says about the connection as a whole; all others are about one request.
 *
 * @type {Record<number, import("../shared/messages.js").ConnectionState>}
 */
const STATES = { 401: "not_paired", 426: "old_extension", 503: "starting" };

/** @typedef {{port: number, token?: string | undefined, method?: string, body?: unknown, timeout?: number}} Call */

/**
 * Ask whether a sidecar listens on a port.
 *
 * @param {number} port
 * @returns {Promise<import("../shared/messages.js").Connection>} never `ok` for anything but a sidecar we understand
 */
export async function askHealth(port) {
  try {
    const { body, version } = await exchange("/v1/health", { port, timeout: HEALTH_TIMEOUT_MS });
    if (body?.name !== "cuecard") throw sidecarFault("foreign", "The answer does not come from Cuecard.");
    const agreed = agreement(version, ext.runtime.getManifest().version);
    if (agreed !== "ok") return { state: agreed, port, version };
    return { state: body.ready === false ? "starting" : "ok", port, version };
  } catch (error) {
    const { state, detail } = /** @type {import("../shared/errors.js").SidecarFault} */ (error);
    return { state, port, detail };
  }
}

/**
 * Call the sidecar's interface.
 *
 * @param {string} path  beginning with /v1
 * @param {Call} call
 * @returns {Promise<any>} the answer's body
 * @throws {import("../shared/errors.js").SidecarFault}
 */
export async function callSidecar(path, call) {
  const { body } = await exchange(path, call);
  return body;
}

/**
 * @param {string} path
 * @param {Call} call
 * @returns {Promise<{body: any, version: string}>}
 */
async function exchange(path, call) {
  const response = await send(path, call);
  const version = response.headers.get(VERSION_HEADER);
  if (!version) throw sidecarFault("foreign", `Another program answers on port ${call.port} (HTTP ${response.status}).`);
  const body = await response.json().catch(() => null);
  if (response.ok) return { body, version };
  const { code = "error", message = `HTTP ${response.status}` } = body?.error ?? {};
  const state = STATES[response.status] ?? "error";
  throw sidecarFault(state, message, { status: response.status, code });
}

/**
 * @param {string} path
 * @param {Call} call
 * @returns {Promise<Response>}
 */
async function send(path, { port, token, method = "GET", body, timeout = ANSWER_TIMEOUT_MS }) {
  /** @type {Record<string, string>} */
  const headers = { "X-Cuecard-Extension": ext.runtime.getManifest().version };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
  } catch (error) {
    throw notReached(error, port, timeout);
  }
}

/**
 * A refused connection and one that the browser forbids look alike (a bare TypeError); the detail names both.
 *
 * @param {unknown} error
 * @param {number} port
 * @param {number} timeout  ms
 * @returns {import("../shared/errors.js").SidecarFault}
 */
function notReached(error, port, timeout) {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return sidecarFault("foreign", `Something listens on 127.0.0.1:${port} but did not answer within ${timeout} ms.`);
  }
  const why = error instanceof Error ? error.message : String(error);
  return sidecarFault("not_running", `No connection to 127.0.0.1:${port} (${why}).`);
}
