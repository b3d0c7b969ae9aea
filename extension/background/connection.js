// How the sidecar stands: finds it, remembers the answer, and tells whoever shows it.
import { ext } from "../shared/ext.js";
import { isSidecarFault, sidecarFault } from "../shared/errors.js";
import { demandProof, forgetProof } from "./proof.js";
import { askHealth, callSidecar } from "./sidecar-client.js";
import { DEFAULT_PORT, pairing, portSetting, rememberPort } from "./settings.js";

/** @typedef {import("../shared/messages.js").Connection} Connection */

/** `cuecard serve` takes the next free port if its own is taken. */
const PORTS_TO_SEARCH = [0, 1, 2, 3, 4].map((step) => DEFAULT_PORT + step);

/** @type {Set<(connection: Connection) => void>} */
const listeners = new Set();

/** @type {Promise<Connection> | undefined} */
let checking;

/**
 * The last known state; asks if nothing is known yet.
 *
 * @returns {Promise<Connection>}
 */
export async function connection() {
  const { connection: known } = await ext.storage.session.get("connection");
  return /** @type {Connection | undefined} */ (known) ?? checkConnection();
}

/**
 * Ask anew. Callers at the same time share one question.
 *
 * @returns {Promise<Connection>}
 */
export function checkConnection() {
  checking ??= find().then(tell).finally(() => { checking = undefined; });
  return checking;
}

/**
 * @param {(connection: Connection) => void} listener
 */
export function onConnection(listener) {
  listeners.add(listener);
}

/**
 * Call the sidecar as the paired agent.
 *
 * @param {string} path
 * @param {{method?: string, body?: unknown}} [call]
 * @returns {Promise<any>}
 * @throws {import("../shared/errors.js").SidecarFault}
 */
export async function ask(path, call = {}) {
  const [{ port }, kept] = await Promise.all([connection(), pairing()]);
  if (!kept) throw sidecarFault("not_paired", "This browser has no token.");
  try {
    const body = await callAsPaired(path, { ...call, port, token: kept.token });
    await recovered();
    return body;
  } catch (error) {
    if (!isSidecarFault(error) || error.state === "error") throw error;
    await failed(error);
    const found = await checkConnection();
    if (found.state !== "ok" || found.port === port) throw error;
    return callAsPaired(path, { ...call, port: found.port, token: kept.token });
  }
}

/**
 * The one way on which the token leaves the browser.
 *
 * @param {string} path
 * @param {{port: number, token: string, method?: string, body?: unknown}} call
 * @returns {Promise<any>}
 * @throws {import("../shared/errors.js").SidecarFault}
 */
async function callAsPaired(path, call) {
  try {
    await demandProof(call.port, call.token);
    return await callSidecar(path, call);
  } catch (error) {
    if (isSidecarFault(error) && error.state !== "error") forgetProof(call.port);
    throw error;
  }
}

/**
 * Try again if the last word was that it does not work.
 *
 * @returns {Promise<Connection>}
 */
export async function reconnect() {
  const known = await connection();
  return known.state === "ok" ? known : checkConnection();
}

/** @returns {Promise<Connection>} */
async function find() {
  const { port, fixed } = await portSetting();
  const [first, kept] = await Promise.all([askHealth(port).then(asPaired), pairing()]);
  const elsewhere = kept ? ["not_running", "foreign", "not_paired"] : ["not_running", "foreign"];
  if (fixed) return { ...first, fixed };
  if (!elsewhere.includes(first.state)) return first;
  const other = await findElsewhere(port);
  if (!other) return first;
  await rememberPort(other.port);
  return other;
}

/**
 * Another sidecar may run on this machine, another user's for instance: a paired browser takes only the one that knows
 * its token.
 *
 * @param {number} port  where it is not
 * @returns {Promise<Connection | undefined>}
 */
async function findElsewhere(port) {
  const answers = await Promise.all(PORTS_TO_SEARCH.filter((other) => other !== port).map(askHealth));
  const sidecars = await Promise.all(answers.filter(({ state }) => !["not_running", "foreign"].includes(state)).map(asPaired));
  const kept = await pairing();
  return sidecars.find(({ state }) => !kept || state === "ok");
}

/**
 * A sidecar that runs is of use only to a browser whose token it knows.
 *
 * @param {Connection} found
 * @returns {Promise<Connection>}
 */
async function asPaired(found) {
  if (found.state !== "ok") return found;
  const kept = await pairing();
  if (!kept) return { ...found, state: "not_paired" };
  try {
    const { role } = (await callAsPaired("/v1/me", { port: found.port, token: kept.token })) ?? {};
    return { ...found, name: kept.name, ...(role && { role }) };
  } catch (error) {
    if (isSidecarFault(error) && ["not_paired", "old_extension", "foreign"].includes(error.state)) {
      return { ...found, state: error.state, detail: error.detail };
    }
  }
  return { ...found, name: kept.name }; // an older sidecar does not say what the token may do
}

/**
 * @param {import("../shared/errors.js").SidecarFault} fault
 * @returns {Promise<void>}
 */
async function failed(fault) {
  const known = await connection();
  await tell({ ...known, state: fault.state, detail: fault.detail });
}

/** @returns {Promise<void>} */
async function recovered() {
  const known = await connection();
  if (known.state !== "ok") await checkConnection();
}

/**
 * @param {Connection} found
 * @returns {Promise<Connection>}
 */
async function tell(found) {
  const { connection: before } = await ext.storage.session.get("connection");
  await ext.storage.session.set({ connection: found });
  if (JSON.stringify(before) !== JSON.stringify(found)) for (const listener of listeners) listener(found);
  return found;
}
