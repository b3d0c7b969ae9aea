// The toolbar button asks for the helpdesk, and for the other site whose frame holds the reply editor.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { installBrowser } from "./browser-stub.mjs";

const TAB = 7;
const DESK = "https://desk.example";
const EDITOR = "https://editor.example";
const browser = installBrowser();
/** @type {string[][]} */
let asked = [];
/** @type {Set<string>} */
const granted = new Set();
browser.permissions = {
  request: async (/** @type {{origins: string[]}} */ { origins }) => {
    asked.push(origins);
    return false;
  },
  contains: async (/** @type {{origins: string[]}} */ { origins }) => origins.every((each) => granted.has(each)),
};
const { enableFromToolbar } = await import("../../extension/background/action.js");
const { closedSite, forgetFrame, noteFrame } = await import("../../extension/background/other-sites.js");

beforeEach(() => {
  asked = [];
  granted.clear();
  forgetFrame(TAB);
});

const click = () => enableFromToolbar(/** @type {any} */ ({ id: TAB, url: `${DESK}/tickets/1` }));

test("only the helpdesk is asked for as long as its editor is its own", async () => {
  await click();
  assert.deepEqual(asked, [[`${DESK}/*`]]);
});

test("both are asked for once the agent was in a frame of another site", async () => {
  assert.equal(await noteFrame(TAB, EDITOR), true);
  await click();
  assert.deepEqual(asked, [[`${DESK}/*`, `${EDITOR}/*`]]);
});

test("a frame that is open to us already is not asked for", async () => {
  granted.add(`${EDITOR}/*`);
  assert.equal(await noteFrame(TAB, EDITOR), false);
  assert.equal(closedSite(TAB), undefined);
});

test("what is no site is no site to ask for", async () => {
  assert.equal(await noteFrame(TAB, "javascript:0"), false);
  assert.equal(await noteFrame(TAB, "null"), false);
  assert.equal(await noteFrame(TAB, undefined), false);
});
