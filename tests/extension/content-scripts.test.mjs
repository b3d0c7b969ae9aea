// What is registered for enabled sites is what this version of the extension needs, whatever an earlier one left.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { installBrowser } from "./browser-stub.mjs";

const browser = installBrowser();
/** @type {Map<string, any>} */
const registered = new Map();
/** @type {string[][]} */
let changes = [];
browser.scripting = {
  getRegisteredContentScripts: async () => [...registered.values()],
  registerContentScripts: async (/** @type {any[]} */ scripts) => {
    changes.push(scripts.map(({ id }) => id));
    for (const script of scripts) registered.set(script.id, script);
  },
  unregisterContentScripts: async (/** @type {{ids: string[]}} */ { ids }) => {
    for (const id of ids) registered.delete(id);
  },
};
const { registerFor } = await import("../../extension/background/content-scripts.js");

const DESK = "https://desk.example";
const OTHER = "https://other.example";

beforeEach(async () => {
  registered.clear();
  await registerFor([DESK]);
  changes = [];
});

test("each enabled site has the frames' scripts and those of its own document", () => {
  assert.deepEqual([...registered.keys()], [`frames:${DESK}`, `top:${DESK}`]);
  assert.ok(registered.get(`top:${DESK}`).js.includes("page/pill.js"));
});

test("what is right already is left alone", async () => {
  await registerFor([DESK, OTHER]);
  assert.deepEqual(changes, [[`frames:${OTHER}`, `top:${OTHER}`]]);
});

test("a registration that names the files of an earlier version is made anew", async () => {
  const now = registered.get(`top:${DESK}`).js;
  registered.set(`top:${DESK}`, { id: `top:${DESK}`, js: now.slice(1) });
  await registerFor([DESK]);
  assert.deepEqual(registered.get(`top:${DESK}`).js, now);
  assert.deepEqual(changes, [[`top:${DESK}`]]);
});

test("a site that is no longer enabled loses its scripts", async () => {
  await registerFor([]);
  assert.equal(registered.size, 0);
});
