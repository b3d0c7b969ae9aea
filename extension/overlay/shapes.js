// The other forms in which an answer can be inserted: as a link to where it stands, as a quote, as numbered steps.

import { h } from "../shared/dom.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {"whole" | "steps" | "quote" | "link"} Shape */

/**
 * The forms that make sense for an answer.
 *
 * @param {Suggestion} card
 * @param {HTMLElement} body  as it was written
 * @returns {Shape[]}
 */
export function shapesOf(card, body) {
  const parts = stepsIn(body.cloneNode(true), card.language).length;
  return ["whole", ...(parts > 1 ? /** @type {const} */ (["steps"]) : []), "quote", ...(card.url ? /** @type {const} */ (["link"]) : [])];
}

/**
 * Bring what is in a body into a form. Fields in it stay the same elements.
 *
 * @param {HTMLElement} body
 * @param {Suggestion} card
 * @param {Shape} shape
 */
export function reshape(body, card, shape) {
  if (shape === "link" && card.url) body.replaceChildren(h("p", {}, link(card.url, card.title)));
  if (shape === "quote") quote(body, card);
  if (shape === "steps") number(body, card.language);
}

/**
 * @param {string} address
 * @param {string} text
 */
function link(address, text) {
  return h("a", { title: address, "data-address": address }, text);
}

/**
 * @param {HTMLElement} body
 * @param {Suggestion} card
 */
function quote(body, card) {
  const source = card.url ? h("p", {}, link(card.url, card.title)) : null;
  const quoted = h("blockquote", {});
  quoted.append(...body.childNodes);
  body.replaceChildren(quoted, ...(source ? [source] : []));
}

/**
 * A list that is there becomes numbered; without one, each paragraph is a step, and of one paragraph each sentence.
 *
 * @param {HTMLElement} body
 * @param {string} language
 */
function number(body, language) {
  const lists = body.querySelectorAll("ul");
  if (lists.length > 0 || body.querySelector("ol")) {
    for (const list of lists) list.replaceWith(numbered([...list.children].map((item) => [...item.childNodes])));
    return;
  }
  body.replaceChildren(numbered(stepsIn(body, language)));
}

/** @param {Node[][]} items */
function numbered(items) {
  return h("ol", {}, ...items.map((nodes) => h("li", {}, ...nodes)));
}

/**
 * @param {Node} body
 * @param {string} language
 * @returns {Node[][]} what each step holds
 */
function stepsIn(body, language) {
  if (!(body instanceof HTMLElement)) return [];
  const items = [...body.querySelectorAll("li")];
  if (items.length > 0) return items.map((item) => [...item.childNodes]);
  const blocks = [...body.children].filter((child) => child.tagName !== "HR" && (child.textContent?.trim() || child.querySelector("input, select")));
  if (blocks.length > 1) return blocks.map((block) => (block.tagName === "P" || block.tagName === "DIV" ? [...block.childNodes] : [block]));
  const alone = blocks[0] ?? body;
  return alone.children.length > 0 ? [[...alone.childNodes]] : sentences(alone.textContent ?? "", language).map((one) => [document.createTextNode(one)]);
}

/**
 * @param {string} text
 * @param {string} language
 * @returns {string[]}
 */
function sentences(text, language) {
  const parts = [...new Intl.Segmenter(language || undefined, { granularity: "sentence" }).segment(text)];
  return parts.map(({ segment }) => segment.trim()).filter((segment) => segment !== "");
}
