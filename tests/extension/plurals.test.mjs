// Every language counts as its speakers do: the forms that it has, and the number wherever a form stands for more than one.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const LOCALES = new URL("../../extension/_locales/", import.meta.url);
/** Higher than anything the interface counts; forms for millions or fractions alone are not needed. */
const MOST = 200;

/** @param {string} locale @returns {Record<string, {message: string}>} */
const texts = (locale) => JSON.parse(readFileSync(new URL(`${locale}/messages.json`, LOCALES), "utf8"));
const english = texts("en");
const plurals = Object.keys(english).filter((key) => key.endsWith("_other")).map((key) => key.slice(0, -"_other".length));

/** @param {Intl.PluralRules} rules @returns {Map<string, number[]>} the numbers that each form stands for */
function numbersByForm(rules) {
  /** @type {Map<string, number[]>} */
  const found = new Map();
  for (let number = 1; number <= MOST; number += 1) {
    const form = rules.select(number);
    found.set(form, [...(found.get(form) ?? []), number]);
  }
  return found;
}

test("the interface counts something", () => assert.ok(plurals.includes("better_answers")));

for (const locale of readdirSync(LOCALES)) {
  const rules = new Intl.PluralRules(locale.replace("_", "-"));
  const translated = texts(locale);

  test(`${locale}: each counted text has the forms of its language and no others`, () => {
    const needed = [...numbersByForm(rules).keys(), "other"];
    const known = rules.resolvedOptions().pluralCategories;
    for (const key of plurals) {
      for (const form of needed) assert.ok(`${key}_${form}` in translated, `${key}_${form} is missing`);
      for (const form of ["zero", "one", "two", "few", "many"]) {
        if (!known.includes(/** @type {Intl.LDMLPluralRule} */ (form))) assert.ok(!(`${key}_${form}` in translated), `${key}_${form} is never used`);
      }
    }
  });

  test(`${locale}: a form for several numbers names the number`, () => {
    for (const [form, numbers] of numbersByForm(rules)) {
      if (numbers.length === 1) continue;
      for (const key of plurals) assert.match(translated[`${key}_${form}`]?.message ?? "", /\$1/, `${key}_${form}`);
    }
  });
}
