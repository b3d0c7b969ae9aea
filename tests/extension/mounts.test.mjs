// A frame is let in only with a nonce that our own page script was given: once, soon, in that tab.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { installBrowser } from "./browser-stub.mjs";

const browser = installBrowser();
const { forgetMounts, greet, mint } = await import("../../extension/background/mounts.js");

const sender = (/** @type {number} */ tab, /** @type {string} */ documentId) => /** @type {any} */ ({ tab: { id: tab }, documentId, frameId: 3 });

beforeEach(() => browser.storage.session.clear());

test("the frame that was mounted gets in", async () => {
  assert.equal(await greet(await mint(7), sender(7, "frame")), 7);
});

test("a guessed nonce does not", async () => {
  await mint(7);
  assert.equal(await greet("0000", sender(7, "frame")), null);
});

test("a nonce is worth nothing in another tab", async () => {
  const nonce = await mint(7);
  assert.equal(await greet(nonce, sender(8, "frame")), null);
});

test("a used nonce opens for no other document, but again for its own: the background may have been asleep", async () => {
  const nonce = await mint(7);
  await greet(nonce, sender(7, "frame"));
  assert.equal(await greet(nonce, sender(7, "thief")), null);
  assert.equal(await greet(nonce, sender(7, "frame")), 7);
});

test("an unused nonce dies soon", async () => {
  const nonce = await mint(7);
  mock.timers.enable({ apis: ["Date"], now: Date.now() + 60_000 });
  assert.equal(await greet(nonce, sender(7, "frame")), null);
  mock.timers.reset();
});

test("when the page goes, so do its nonces, and only its own", async () => {
  const [here, there] = [await mint(7), await mint(8)];
  await forgetMounts(7);
  assert.equal(await greet(here, sender(7, "frame")), null);
  assert.equal(await greet(there, sender(8, "frame")), 8);
});
