// The pill is told that answers are waited for only if they take a while, and loses another ticket's count at once.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { installBrowser } from "./browser-stub.mjs";

const browser = installBrowser();
/** @type {string[]} */
let told = [];
browser.tabs = { sendMessage: async (/** @type {number} */ _tab, /** @type {{phase: string}} */ { phase }) => void told.push(phase) };
const { forgetPill, tellPill } = await import("../../extension/background/pill.js");

const TAB = 5;
const tell = (/** @type {string} */ phase) => tellPill(TAB, /** @type {any} */ ({ type: "pill", phase }));

beforeEach(() => {
  told = [];
  mock.timers.enable({ apis: ["setTimeout"] });
});

afterEach(() => {
  forgetPill(TAB);
  mock.timers.reset();
});

test("answers that come soon are told without a word of waiting", () => {
  tell("idle");
  tell("loading");
  mock.timers.tick(100);
  tell("ready");
  mock.timers.tick(1000);
  assert.deepEqual(told, ["idle", "ready"]);
});

test("that they are waited for is told when they take longer", () => {
  tell("idle");
  tell("loading");
  mock.timers.tick(200);
  assert.deepEqual(told, ["idle", "loading"]);
});

test("another ticket's count goes at once", () => {
  tell("ready");
  tell("loading");
  assert.deepEqual(told, ["ready", "loading"]);
});

test("a tab that was closed is told nothing more", () => {
  tell("idle");
  tell("loading");
  forgetPill(TAB);
  mock.timers.tick(1000);
  assert.deepEqual(told, ["idle"]);
});
