// Why the sidecar cannot be used, told apart: the agent is shown the one sentence that fits.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, afterEach, beforeEach, test } from "node:test";
import { installBrowser } from "./browser-stub.mjs";
import { proof, sha256 } from "./proof-stub.mjs";

const browser = installBrowser();
const { ask, checkConnection } = await import("../../extension/background/connection.js");
const { pair } = await import("../../extension/background/pairing.js");

const TOKEN = "cue_good";
/** @type {import("node:http").Server[]} */
const servers = [];

/**
 * Listen like a sidecar, or like something else.
 *
 * @param {(path: string, request: import("node:http").IncomingMessage) => {status?: number, body?: unknown, version?: string | null}} answer
 * @param {number} [port]
 * @returns {Promise<number>} the port
 */
function listen(answer, port = 0) {
  const server = createServer((request, response) => {
    const { status = 200, body = {}, version = "0.1.0" } = answer(request.url ?? "", request);
    response.writeHead(status, version ? { "X-Cuecard-Version": version } : {});
    response.end(JSON.stringify(body));
  });
  servers.push(server);
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(/** @type {any} */ (server.address()).port)));
}

/** A sidecar that knows the token. */
const sidecar = (/** @type {string} */ path, /** @type {import("node:http").IncomingMessage} */ request) => {
  if (path.startsWith("/v1/health")) return { body: { name: "cuecard", ready: true, ...proof(path, request.socket.localPort, TOKEN) } };
  if (path === "/v1/pair") return { body: { token: TOKEN, name: "Chrome" } };
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { error: { code: "unauthorized", message: "no" } } };
  return { body: { fine: true } };
};

/** @param {number} port @param {string} [token] */
async function set(port, token) {
  await browser.storage.managed.set({ port });
  if (token) await browser.storage.local.set({ pairing: { token, name: "Chrome" } });
}

beforeEach(() => {
  for (const area of Object.values(browser.storage)) area.clear();
});

function closeAll() {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}
afterEach(closeAll);
after(closeAll);

test("a port that the organisation has set is the only one, and the settings say so", async () => {
  await browser.storage.local.set({ port: await listen(sidecar) });
  await set(1, TOKEN);
  const { state, port, fixed } = await checkConnection();
  assert.deepEqual({ state, port, fixed }, { state: "not_running", port: 1, fixed: true });
});

test("a sidecar that knows the token is fine", async () => {
  await set(await listen(sidecar), TOKEN);
  const { state, version, name } = await checkConnection();
  assert.deepEqual({ state, version, name }, { state: "ok", version: "0.1.0", name: "Chrome" });
});

test("without a token, or with one that is refused, the browser is not paired", async () => {
  const port = await listen(sidecar);
  await set(port);
  assert.equal((await checkConnection()).state, "not_paired");
  await set(port, "cue_revoked");
  assert.equal((await checkConnection()).state, "not_paired");
});

test("nothing listens: not running", async () => {
  const port = await listen(sidecar);
  closeAll();
  await set(port);
  assert.equal((await checkConnection()).state, "not_running");
});

test("an answer without our header is somebody else's, whatever it says", async () => {
  await set(await listen(() => ({ body: { name: "cuecard", ready: true }, version: null })));
  assert.equal((await checkConnection()).state, "foreign");
});

test("the older of the two is named", async () => {
  await set(await listen((path, request) => ({ ...sidecar(path, request), version: "0.0.1" })), TOKEN);
  assert.equal((await checkConnection()).state, "old_sidecar");
  await set(await listen((path, request) => ({ ...sidecar(path, request), version: "2.0.0" })), TOKEN);
  assert.equal((await checkConnection()).state, "old_extension");
});

test("a sidecar that is still starting says so", async () => {
  await set(await listen(() => ({ body: { name: "cuecard", ready: false } })), TOKEN);
  assert.equal((await checkConnection()).state, "starting");
});

test("the token goes to nobody who is not a sidecar", async () => {
  /** @type {(string | undefined)[]} */
  const seen = [];
  const port = await listen((_path, request) => {
    seen.push(request.headers.authorization);
    return { version: null };
  });
  await set(port, TOKEN);
  await checkConnection();
  assert.deepEqual([...new Set(seen)], [undefined]);
});

for (const [who, answers] of /** @type {const} */ ([
  ["gives no proof", () => ({})],
  ["gives a proof of its own making", () => ({ proof: sha256("guessed") })],
  ["passes the challenge on to the sidecar on another port", (/** @type {string} */ path) => proof(path, 9, TOKEN)],
])) {
  test(`the token never goes to an impostor that ${who}`, async () => {
    /** @type {(string | undefined)[]} */
    const seen = [];
    const port = await listen((path, request) => {
      seen.push(request.headers.authorization);
      return { body: { name: "cuecard", ready: true, ...answers(path) } };
    });
    await set(port, TOKEN);
    assert.notEqual((await checkConnection()).state, "ok");
    await assert.rejects(ask("/v1/search?q=a"));
    assert.deepEqual([...new Set(seen)], [undefined]);
  });
}

test("the proof is asked for once, and again after the sidecar was gone", async () => {
  /** @type {string[]} */
  const asked = [];
  const answer = (/** @type {string} */ path, /** @type {import("node:http").IncomingMessage} */ request) => {
    if (path.includes("challenge=")) asked.push(path);
    return sidecar(path, request);
  };
  const port = await listen(answer);
  await set(port, TOKEN);
  await ask("/v1/search?q=a");
  await ask("/v1/search?q=b");
  assert.equal(asked.length, 1);
  closeAll();
  await assert.rejects(ask("/v1/search?q=c"), { state: "not_running" });
  await listen(answer, port);
  await ask("/v1/search?q=d");
  assert.equal(asked.length, 2);
  assert.equal(new Set(asked).size, 2, "no challenge is used twice");
});

test("a refused token while asking changes the state", async () => {
  await set(await listen(sidecar), TOKEN);
  assert.deepEqual(await ask("/v1/search?q=a"), { fine: true });
  await browser.storage.local.set({ pairing: { token: "cue_revoked", name: "Chrome" } });
  await assert.rejects(ask("/v1/search?q=a"), { state: "not_paired" });
  assert.equal((await browser.storage.session.get("connection")).connection.state, "not_paired");
});

test("pairing keeps the token and connects", async () => {
  const port = await listen(sidecar);
  await set(port);
  const outcome = await pair("123 456", port);
  assert.equal(outcome.ok, true);
  assert.deepEqual((await browser.storage.local.get("pairing")).pairing, { token: TOKEN, name: "Chrome" });
});

for (const [status, message, reason] of /** @type {const} */ ([
  [401, "This code is not right. Tries left: 4.", "wrong_code"],
  [401, "No pairing code is valid now.", "expired"],
  [429, "Too many wrong codes.", "too_many"],
  [500, "Broken.", "error"],
])) {
  test(`pairing that fails with ${status} (${reason}) says why`, async () => {
    const refuse = { status, body: { error: { code: "x", message } } };
    const port = await listen((path, request) => (path === "/v1/pair" ? refuse : sidecar(path, request)));
    await set(port);
    assert.deepEqual(await pair("000000", port), { ok: false, reason, detail: message });
    assert.deepEqual(await browser.storage.local.get("pairing"), {});
  });
}
