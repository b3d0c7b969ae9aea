// Makes an answer fit an editor that said what it can hold, so that nothing is lost in silence.

/** @import {Fitted} from "../main-world/outcomes.js" */

const NAMED = new Map([["amp", "&"], ["lt", "<"], ["gt", ">"], ["quot", '"'], ["apos", "'"], ["nbsp", "\u00a0"]]);
const TAG = /<(?:"[^"]*"|'[^']*'|[^'">])*>/g;
const REFERENCE = /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi;
const LINK = /<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gis;
const IMAGE = /<img\s[^>]*?src="([^"]*)"/gi;

/**
 * Without links the addresses are written out; without lists, too, the answer goes in as text, in which lists have marks.
 * An editor that holds both gets a plain form without Markdown's marks: some take for Markdown whatever looks like it, even
 * where there is HTML (BlockNote).
 *
 * @param {string} text  the answer for plain editors
 * @param {string} html  the same for rich ones, as the sidecar writes it
 * @param {{links: boolean, lists: boolean} | null} held  what the editor can hold, null if it did not say
 * @returns {Fitted}
 */
export function fitted(text, html, held) {
  if (!held) return described(text, html);
  if (held.links) return described(held.lists ? withoutMarks(text) : text, html);
  return held.lists ? described(text, withAddresses(html)) : described(text, html, true);
}

/**
 * @param {string} text
 * @param {string} html
 * @param {boolean} [asText]
 * @returns {Fitted}
 */
function described(text, html, asText = false) {
  const addresses = (/** @type {RegExp} */ pattern) => [...html.matchAll(pattern)].map((found) => shownBy(found[1] ?? ""));
  return { text, html, asText, shown: shownBy(html), links: addresses(LINK), images: addresses(IMAGE) };
}

/**
 * @param {string} html
 * @returns {string} the text that it shows; told without the DOM, as a worker has none
 */
function shownBy(html) {
  return html.replace(TAG, "").replace(REFERENCE, (whole, decimal, hex, name) =>
    name ? (NAMED.get(name.toLowerCase()) ?? whole) : String.fromCodePoint(parseInt(decimal ?? hex, decimal ? 10 : 16)),
  );
}

/** @param {string} text @returns {string} */
function withoutMarks(text) {
  return text.replace(/^(\s*)- /gm, "$1• ").replace(/^(\s*\d+)\. /gm, "$1) ");
}

/** @param {string} html @returns {string} links as their text, with the address behind it where it is not the text */
function withAddresses(html) {
  return html.replace(LINK, (_, /** @type {string} */ href, /** @type {string} */ inner) =>
    inner.replace(TAG, "").includes(href) ? inner : `${inner} (${href})`,
  );
}
