// What an editor cannot hold is made visible, never dropped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted } from "../../extension/shared/fitting.js";

const TEXT = "See our guide (https://shop.example/a?b=1&c=2):\n- Print\n1. Pack";
const HTML = '<p>See <a href="https://shop.example/a?b=1&amp;c=2">our <b>guide</b></a>:</p><ul><li>Print</li></ul><p><img src="https://shop.example/i.png"></p>';

test("an editor that says nothing gets the answer as it is", () => {
  const fit = fitted(TEXT, HTML, null);
  assert.deepEqual([fit.text, fit.html, fit.asText], [TEXT, HTML, false]);
  assert.equal(fit.shown, "See our guide:Print");
  assert.deepEqual([fit.links, fit.images], [["https://shop.example/a?b=1&c=2"], ["https://shop.example/i.png"]]);
});

test("one that holds links and lists gets a plain form that is not taken for Markdown", () => {
  const fit = fitted(TEXT, HTML, { links: true, lists: true });
  assert.equal(fit.text, "See our guide (https://shop.example/a?b=1&c=2):\n• Print\n1) Pack");
  assert.equal(fit.html, HTML);
});

test("one without links is shown the addresses", () => {
  const fit = fitted(TEXT, HTML, { links: false, lists: true });
  assert.match(fit.html, /<p>See our <b>guide<\/b> \(https:\/\/shop\.example\/a\?b=1&amp;c=2\):<\/p>/);
  assert.deepEqual(fit.links, []);
  assert.equal(fit.asText, false);
});

test("an address that is its own text is not written twice", () => {
  const html = '<p><a href="https://shop.example/">https://shop.example/</a></p>';
  assert.equal(fitted("", html, { links: false, lists: true }).html, "<p>https://shop.example/</p>");
});

test("one with neither gets text, and is still asked for the pictures", () => {
  const fit = fitted(TEXT, HTML, { links: false, lists: false });
  assert.deepEqual([fit.text, fit.asText, fit.images.length], [TEXT, true, 1]);
});
