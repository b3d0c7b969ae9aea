// Exactly what will stand in the editor: filled placeholders underlined, missing ones as fields in the text.

import { h } from "../shared/dom.js";
import { plural, t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { reply } from "../shared/safe-html.js";
import { conflict } from "./card.js";
import { placeholderLabel } from "./labels.js";
import { trustMark, trustSentence } from "./trust.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */

/**
 * @typedef {object} Preview
 * @property {Suggestion} card
 * @property {HTMLElement} element
 * @property {() => Record<string, string>} values  what was typed, without what is still empty
 * @property {() => HTMLInputElement | null} firstEmpty  the first field that still needs words
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
 * @param {boolean | null} replyPublic
 * @param {Record<string, string>} typed  what was typed here before, kept and changed in place
 * @param {HTMLButtonElement} back  the way back to the list
 * @returns {Preview}
 */
export function buildPreview(card, replyPublic, typed, back) {
  const body = h("div", { class: "reply", dir: "auto", lang: card.language, tabindex: 0, role: "region", "aria-label": t("preview_region") });
  body.append(reply(card.html));
  underline(body, card);
  const fields = placeFields(body, card, typed);
  const outside = fields.filter((field) => !body.contains(field));
  const element = h(
    "section",
    { class: card.audience === "internal" ? "preview internal" : "preview", "aria-labelledby": "preview-title" },
    h("header", {}, back, h("h2", { id: "preview-title", dir: "auto", lang: card.language }, card.title)),
    ...warnings(card, replyPublic),
    fields.length > 0 && h("p", { class: "muted" }, plural("missing_fields", fields.length)),
    ...outside.map((field) => h("label", { class: "outside" }, field.getAttribute("aria-label"), field)),
    body,
  );
  return { card, element, values: () => filled(typed), firstEmpty: () => fields.find((field) => field.value.trim() === "") ?? null };
}

/**
 * @param {Suggestion} card
 * @param {boolean | null} replyPublic
 */
function warnings(card, replyPublic) {
  const { icon: shape, tone } = trustMark(card.trust);
  const differs = conflict(card);
  return [
    h("p", { class: `note ${tone}` }, icon(shape), trustSentence(card.trust)),
    differs !== "" && h("p", { class: "note bad" }, icon("conflict"), differs),
    card.audience === "internal" &&
      h("p", { class: leaks(card, replyPublic) ? "note bad" : "note" }, icon("lock"), leaks(card, replyPublic) ? t("internal_warning") : t("internal_note")),
  ];
}

/**
 * Put a field where a placeholder is missing, its echo where the same one stands again, and a field for one that the text
 * does not show (in a link's address, say).
 *
 * @param {HTMLElement} body
 * @param {Suggestion} card
 * @param {Record<string, string>} typed
 * @returns {HTMLInputElement[]}
 */
function placeFields(body, card, typed) {
  /** @type {Map<string, HTMLInputElement>} */
  const fields = new Map();
  for (const { name, missing } of card.placeholders) {
    if (!missing || fields.has(name)) continue;
    const [first, ...again] = body.querySelectorAll(`[data-placeholder="${CSS.escape(name)}"]`);
    const echoes = again.map(() => h("span", { class: "echo" }));
    const field = buildField(name, typed, echoes);
    first?.replaceWith(field);
    again.forEach((place, index) => place.replaceWith(...echoes.slice(index, index + 1)));
    fields.set(name, field);
  }
  const inText = [...body.querySelectorAll("input")];
  return [...[...fields.values()].filter((field) => !inText.includes(field)), ...inText];
}

/**
 * @param {string} name
 * @param {Record<string, string>} typed
 * @param {HTMLElement[]} echoes
 * @returns {HTMLInputElement}
 */
function buildField(name, typed, echoes) {
  const label = placeholderLabel(name);
  const field = h("input", { class: "gap", dir: "auto", "aria-label": label, placeholder: label, autocomplete: "off", spellcheck: "true", value: typed[name] ?? "", "data-focus": `gap:${name}` });
  const follow = () => {
    for (const echo of echoes) {
      echo.textContent = field.value || label;
      echo.classList.toggle("filled", field.value !== "");
    }
    field.style.setProperty("--width", `${Math.min(30, Math.max(4, (field.value || label).length + 1))}ch`);
  };
  field.addEventListener("input", () => {
    typed[name] = field.value;
    follow();
  });
  follow();
  return field;
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

/** @param {Record<string, string>} typed */
function filled(typed) {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ""));
}
