// Exactly what will stand in the editor: filled placeholders underlined, missing ones as fields in the text; as a whole, in
// another form, or the part of it that is selected.

import { h } from "../shared/dom.js";
import { plural, t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { reply } from "../shared/safe-html.js";
import { buildActions } from "./actions.js";
import { buildField, written } from "./fields.js";
import { serialise } from "./serialise.js";
import { reshape, shapesOf } from "./shapes.js";
import { conflict } from "./spoken.js";
import { trustMark, trustSentence } from "./trust.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./shapes.js").Shape} Shape */

/**
 * @typedef {object} Preview
 * @property {Suggestion} card
 * @property {HTMLElement} element
 * @property {() => Record<string, string>} values  what was typed, without what is still empty
 * @property {() => Field | null} firstEmpty  the first field that still needs words
 * @property {() => boolean} hasSelection  whether a part of the text is selected
 * @property {() => import("./serialise.js").Body | null} body  what to insert, where that is not simply the whole answer
 */

/**
 * What of a preview may differ from time to time.
 * @typedef {object} Manner
 * @property {boolean | null} replyPublic
 * @property {Record<string, string>} typed  what was typed here before, kept and changed in place
 * @property {Shape} shape
 * @property {boolean} several  it is put together from several answers
 */

/**
 * @typedef {object} PreviewActs
 * @property {HTMLButtonElement} back  the way back to the list
 * @property {(shape: Shape, name: string) => HTMLButtonElement} shapeButton
 * @property {() => void} changed  something was typed
 */

/**
 * Whether an answer has to be seen before it is inserted: something is missing, somebody flagged it, or it is internal and
 * may be about to go to a customer.
 *
 * @param {Suggestion} card
 * @param {boolean | null} replyPublic
 * @returns {boolean}
 */
export function needsPreview(card, replyPublic) {
  return card.placeholders.some(({ missing }) => missing) || card.trust.state === "flagged" || leaks(card, replyPublic);
}

/**
 * Whether inserting would bring internal words before a customer. An editor that does not say is taken for a public one.
 *
 * @param {Suggestion} card
 * @param {boolean | null} replyPublic
 * @returns {boolean}
 */
export function leaks(card, replyPublic) {
  return card.audience === "internal" && replyPublic !== false;
}

/**
 * Build the preview of an answer.
 *
 * @param {Suggestion} card
 * @param {Manner} manner
 * @param {PreviewActs} acts
 * @returns {Preview}
 */
export function buildPreview(card, { replyPublic, typed, shape, several }, acts) {
  const body = h("div", { class: "reply", id: "reply", dir: "auto", lang: card.language });
  body.append(reply(card.html));
  underline(body, card);
  const fields = placeFields(body, card, typed, acts.changed);
  const shapes = shapesOf(card, body);
  reshape(body, card, shape);
  const outside = shape === "link" ? [] : fields.filter((field) => !body.contains(field));
  const needed = fields.filter((field) => body.contains(field) || outside.includes(field));
  const valueOf = (/** @type {string} */ name) => written(card.placeholders.find((gap) => gap.name === name), typed[name] ?? "", card.language);
  const element = h(
    "section",
    { class: card.audience === "internal" ? "preview internal" : "preview", role: "document", "aria-labelledby": "preview-title" },
    h("div", { class: "head" }, acts.back, h("h2", { id: "preview-title", dir: "auto", lang: card.language }, card.title)),
    ...warnings(card, replyPublic),
    h("div", { class: "shapes", role: "group", "aria-label": t("shape_label") }, ...shapes.map((one) => buildShape(one, shape, acts))),
    needed.length > 0 && h("p", { class: "muted", id: "missing-fields" }, plural("missing_fields", needed.length)),
    ...outside.map((field) => h("label", { class: "outside" }, field.getAttribute("aria-label"), field)),
    h("div", { class: "reading", tabindex: 0, role: "region", "aria-label": t("preview_region") }, body),
    buildActions(card),
  );
  const plain = shape === "whole" && !several;
  return {
    card,
    element,
    values: () => Object.fromEntries(Object.entries(typed).filter(([, words]) => words.trim() !== "").map(([name]) => [name, valueOf(name)])),
    firstEmpty: () => needed.find((field) => field.value.trim() === "" && isAsked(field, body)) ?? null,
    hasSelection: () => selected(body) !== null,
    body() {
      const part = selected(body);
      return plain && part === null ? null : serialise(part ?? body, valueOf);
    },
  };
}

/**
 * Whether a field has to be filled in: of a selected part, only what stands in it.
 *
 * @param {Field} field
 * @param {HTMLElement} body
 */
function isAsked(field, body) {
  const part = selected(body);
  const name = field.getAttribute("data-gap") ?? "";
  return part === null || part.querySelector(`[data-gap="${CSS.escape(name)}"]`) !== null;
}

/**
 * @param {HTMLElement} body
 * @returns {DocumentFragment | null} what is selected in it
 */
function selected(body) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!body.contains(range.commonAncestorContainer)) return null;
  return range.cloneContents();
}

/**
 * @param {Shape} one
 * @param {Shape} chosen
 * @param {PreviewActs} acts
 */
function buildShape(one, chosen, acts) {
  const names = { whole: t("shape_whole"), steps: t("shape_steps"), quote: t("shape_quote"), link: t("shape_link") };
  const button = acts.shapeButton(one, names[one]);
  button.setAttribute("aria-pressed", String(one === chosen));
  return button;
}

/**
 * @param {Suggestion} card
 * @param {boolean | null} replyPublic
 */
function warnings(card, replyPublic) {
  const { icon: shape, tone } = trustMark(card.trust);
  const differs = conflict(card);
  return [
    h("p", { class: `note ${tone}`, id: "trust" }, icon(shape), trustSentence(card.trust)),
    differs !== "" && h("p", { class: "note bad" }, icon("conflict"), differs),
    card.audience === "internal" &&
      h("p", { class: leaks(card, replyPublic) ? "note bad" : "note", id: "internal" }, icon("lock"), leaks(card, replyPublic) ? t("internal_warning") : t("internal_note")),
  ];
}

/**
 * Put a field where a placeholder is missing, its echo where the same one stands again, and a field for one that the text
 * does not show (in a link's address, say).
 *
 * @param {HTMLElement} body
 * @param {Suggestion} card
 * @param {Record<string, string>} typed
 * @param {() => void} changed
 * @returns {Field[]}
 */
function placeFields(body, card, typed, changed) {
  /** @type {Map<string, Field>} */
  const fields = new Map();
  for (const gap of card.placeholders) {
    const { name, missing } = gap;
    if (!missing || fields.has(name)) continue;
    const [first, ...again] = body.querySelectorAll(`[data-placeholder="${CSS.escape(name)}"]`);
    const echoes = again.map(() => h("span", { class: "echo", "data-gap": name }));
    const field = buildField(gap, typed, echoes, card.language, changed);
    first?.replaceWith(field);
    again.forEach((place, index) => place.replaceWith(...echoes.slice(index, index + 1)));
    fields.set(name, field);
  }
  const inText = /** @type {Field[]} */ ([...body.querySelectorAll("input, select, textarea")]);
  return [...[...fields.values()].filter((field) => !inText.includes(field)), ...inText];
}

/**
 * Underline what was filled in, where the text shows it as a word of its own.
 *
 * @param {HTMLElement} body
 * @param {Suggestion} card
 */
function underline(body, card) {
  for (const place of body.querySelectorAll("[data-placeholder]")) if (place.textContent !== "") place.classList.add("filled");
  const values = card.placeholders.flatMap(({ value, missing }) => (missing || !value ? [] : [escape(value)]));
  if (values.length === 0) return;
  const word = new RegExp(`(?<![\\p{L}\\p{N}])(${values.join("|")})(?![\\p{L}\\p{N}])`, "u");
  for (const node of texts(body)) {
    const parts = node.data.split(word);
    if (parts.length > 1 && !node.parentElement?.closest(".filled")) {
      node.replaceWith(...parts.map((part, index) => (index % 2 === 1 ? h("span", { class: "filled" }, part) : part)));
    }
  }
}

/**
 * @param {Node} root
 * @returns {Text[]}
 */
function texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const found = [];
  while (walker.nextNode()) found.push(/** @type {Text} */ (walker.currentNode));
  return found;
}

/** @param {string} value */
function escape(value) {
  return value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
