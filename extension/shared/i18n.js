// The interface's words, numbers and times. All texts come from _locales; all formats from Intl, in the language of those texts.

import { ext } from "./ext.js";

/**
 * The text of a message.
 *
 * @param {string} key
 * @param {...(string | number)} values  for $1, $2, ...
 * @returns {string}
 */
export function t(key, ...values) {
  return ext.i18n.getMessage(key, values.map((value) => isolated(String(value))));
}

const LETTER_RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LETTER_LTR = /(?=\p{L})[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/**
 * Keep a value that runs the other way than the interface from turning the words around it: first strong isolate, UAX 9.
 *
 * @param {string} value
 * @returns {string}
 */
function isolated(value) {
  const other = ext.i18n.getMessage("text_direction") === "rtl" ? LETTER_LTR : LETTER_RTL;
  return other.test(value) ? `\u2068${value}\u2069` : value;
}

/**
 * The text of a counted message, in the plural form that the language wants: `key_one`, `key_few`, ..., else `key_other`.
 *
 * @param {string} key  without the form
 * @param {number} count  becomes $1, formatted
 * @param {...(string | number)} values  become $2, $3, ...
 * @returns {string}
 */
export function plural(key, count, ...values) {
  const form = new Intl.PluralRules(locale()).select(count);
  const all = [number(count), ...values];
  return t(`${key}_${form}`, ...all) || t(`${key}_other`, ...all);
}

/**
 * The language for Intl: the browser's own, with its region, if the texts are in that language; else that of the texts.
 *
 * @returns {string} BCP 47
 */
export function locale() {
  const texts = t("language_tag");
  const browser = ext.i18n.getUILanguage();
  return browser === texts || browser.startsWith(`${texts}-`) ? browser : texts;
}

/**
 * @param {number} value
 * @returns {string} with the language's digits and separators
 */
export function number(value) {
  return new Intl.NumberFormat(locale()).format(value);
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const units = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/**
 * How long ago something was, in the largest unit that fits: "3 days ago", "yesterday", "now".
 *
 * @param {string} moment  ISO 8601
 * @param {number} [now]  milliseconds since 1970
 * @returns {string} empty if the moment is not a date
 */
export function ago(moment, now = Date.now()) {
  const seconds = (Date.parse(moment) - now) / 1000;
  if (Number.isNaN(seconds)) return "";
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, "second");
}

/**
 * A day in full, for where the exact date matters.
 *
 * @param {string} moment  ISO 8601
 * @returns {string} empty if the moment is not a date
 */
export function day(moment) {
  const at = Date.parse(moment);
  return Number.isNaN(at) ? "" : new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(at);
}

/**
 * A language's name in the interface's language.
 *
 * @param {string} tag  BCP 47
 * @returns {string}
 */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames(locale(), { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * Join short texts as the language does: "a, b and c".
 *
 * @param {string[]} items
 * @returns {string}
 */
export function list(items) {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(items);
}

/**
 * Write the texts into a page: `data-t` for the content of an element, `data-t-ATTRIBUTE` for an attribute; and set the
 * page's language and direction.
 *
 * @param {Document} page
 */
export function translate(page) {
  page.documentElement.lang = t("language_tag");
  page.documentElement.dir = t("text_direction");
  for (const element of page.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (name === "data-t") element.textContent = t(value);
      else if (name.startsWith("data-t-")) element.setAttribute(name.slice("data-t-".length), t(value));
    }
  }
}
