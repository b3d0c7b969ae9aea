// Names that run the other way than the interface stay in one piece, and turn nothing around them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

let locale = "en";
/** @type {Record<string, {message: string}>} */
let texts = {};
const i18n = {
  getUILanguage: () => locale,
  getMessage: (/** @type {string} */ key, /** @type {string[]} */ values = []) =>
    (texts[key]?.message ?? "").replaceAll(/\$(\d)/g, (_, place) => values[place - 1] ?? ""),
};
Object.assign(globalThis, { chrome: { i18n } });
const { t, plural } = await import("../../extension/shared/i18n.js");

/** @param {string} next */
function speak(next) {
  locale = next;
  texts = JSON.parse(readFileSync(new URL(`../../extension/_locales/${next}/messages.json`, import.meta.url), "utf8"));
}
beforeEach(() => speak("en"));

test("a name of the interface's own direction is left as it is", () => {
  assert.equal(t("trust_verified_by", "Mara Lind", "4 days ago"), "Verified by Mara Lind, 4 days ago");
});

test("a Persian name in English is isolated", () => {
  assert.equal(t("trust_verified_by", "ایمان رحیمی", "last week"), "Verified by \u2068ایمان رحیمی\u2069, last week");
});

test("a Latin name in Persian is isolated, a number is not", () => {
  speak("fa");
  assert.equal(t("trust_verified_by", "Mara Lind", "۴ روز پیش"), "تأیید \u2068Mara Lind\u2069، ۴ روز پیش");
  assert.equal(t("state_foreign", 8377).includes("\u2068"), false);
});

test("each language counts with its own forms", () => {
  speak("pl");
  assert.deepEqual([1, 3, 5, 22].map((count) => plural("search_found", count)), ["1 wynik", "3 wyniki", "5 wyników", "22 wyniki"]);
  speak("lt");
  assert.deepEqual([1, 9, 10, 21].map((count) => plural("search_found", count)), ["1 rezultatas", "9 rezultatai", "10 rezultatų", "21 rezultatas"]);
});
