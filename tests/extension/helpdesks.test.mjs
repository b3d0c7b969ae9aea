// Which adapter holds: what the agent taught for the site, then what the admins declared, then the extension's own.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createServer } from "node:http";
import { installBrowser } from "./browser-stub.mjs";
import { proof } from "./proof-stub.mjs";

const browser = installBrowser();
/** @type {any[]} */
let told = [];
browser.tabs = {
  get: async () => ({ url: "https://desk.example/t/1" }),
  sendMessage: async (/** @type {number} */ _tab, /** @type {any} */ message) => void told.push(message),
};
const OWN = { "index.json": ["zendesk", "front"], "zendesk.json": { id: "zendesk", name: "own" }, "front.json": { id: "front", name: "own" } };
const fetchNet = globalThis.fetch;
globalThis.fetch = /** @type {any} */ (async (/** @type {string} */ address, /** @type {any} */ options) => {
  const own = Object.entries(OWN).find(([file]) => address.endsWith(`helpdesks/${file}`));
  return own ? { json: async () => own[1] } : fetchNet(address, options);
});
const { adapters, refreshDeclared, tellPages } = await import("../../extension/background/helpdesks.js");
const { keepTaught } = await import("../../extension/background/taught.js");
const { updateTab } = await import("../../extension/background/tabs.js");

const names = async (/** @type {string} */ origin) => (await adapters(origin)).map(({ id, name }) => `${id} ${name}`);

beforeEach(() => {
  for (const area of Object.values(browser.storage)) area.clear();
  told = [];
});

test("without anything declared or taught the extension's own hold", async () => {
  assert.deepEqual(await names("https://desk.example"), ["zendesk own", "front own"]);
});

test("a declared one holds before the own of its id, a taught one before all, on its own site", async () => {
  await browser.storage.local.set({ declared: [{ id: "zendesk", name: "declared" }, { id: "ours", name: "declared" }] });
  await keepTaught("https://desk.example", /** @type {any} */ ({ id: "taught-desk", name: "taught" }));
  assert.deepEqual(await names("https://desk.example"), ["taught-desk taught", "zendesk declared", "ours declared", "front own"]);
  assert.deepEqual(await names("https://other.example"), ["zendesk declared", "ours declared", "front own"]);
  await keepTaught("https://desk.example", null);
  assert.deepEqual((await names("https://desk.example"))[0], "zendesk declared");
});

test("what is declared at the sidecar is kept and handed to the open pages, once", async (context) => {
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const body = path.startsWith("/v1/health") ? { name: "cuecard", ready: true, ...proof(path, request.socket.localPort, "cue_good") } : { helpdesks: [{ id: "ours", name: "declared" }] };
    response.writeHead(200, { "X-Cuecard-Version": "0.1.0" });
    response.end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  context.after(() => server.close());
  await browser.storage.managed.set({ port: /** @type {any} */ (server.address()).port });
  await browser.storage.local.set({ pairing: { token: "cue_good", name: "Chrome" } });
  await updateTab(7, { ticket_key: "x" });
  await refreshDeclared();
  await refreshDeclared();
  const handed = told.filter(({ type }) => type === "adapters");
  assert.equal(handed.length, 1);
  assert.equal(handed[0].adapters[0].id, "ours");
  assert.deepEqual((await names("https://x.example"))[0], "ours declared");
  await tellPages();
  assert.equal(told.filter(({ type }) => type === "adapters").length, 2);
  server.closeAllConnections();
});
