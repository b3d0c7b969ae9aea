// One answer as a card: is this the answer, and can I rely on it?

import { h } from "../shared/dom.js";
import { ago, languageName, plural, t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { excerpt } from "../shared/safe-html.js";
import { placeholderLabel } from "./labels.js";
import { buildMore } from "./more.js";
import { describe } from "./spoken.js";
import { trustMark } from "./trust.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {import("./press.js").Press} Press */

/**
 * @typedef {object} CardActs
 * @property {(card: Suggestion) => void} choose
 * @property {(card: Suggestion) => void} copy
 * @property {(card: Suggestion) => void} open
 * @property {(card: Suggestion) => void} read
 * @property {(card: Suggestion) => void} more  show or hide its further actions
 */

/**
 * Build a card. Its main button covers all of it; the buttons beside come after it in the tab order.
 *
 * @param {Suggestion} card
 * @param {{key: number | null, said: string}} position  the key that chooses it, `null` beyond the keys there are; and in words
 * @param {string} language  of the ticket; only another one is named
 * @param {import("./more.js").CardView} view
 * @param {Press} press
 * @param {CardActs & import("./more.js").MoreActs} acts
 * @returns {HTMLLIElement}
 */
export function buildCard(card, position, language, view, press, acts) {
  const detail = `detail-${card.answer_id}`;
  const words = inWords(excerpt(card.excerpt_html), card);
  const about = describe(card, position.said, words.textContent ?? "", subtag(card.language) !== subtag(language));
  const main = press.button(
    { class: "choose", "data-focus": `card:${card.answer_id}`, "aria-describedby": detail, title: card.title },
    () => acts.choose(card),
    h("bdi", { class: "title", dir: "auto", lang: card.language }, card.title),
  );
  return h(
    "li",
    { class: card.audience === "internal" ? "card internal" : "card", "data-answer": card.answer_id },
    h("span", { class: view.place === null ? "number" : "number picked", "aria-hidden": "true" }, view.place ?? position.key),
    main,
    trust(card),
    h("p", { class: "excerpt", dir: "auto", lang: card.language }, words),
    facts(card, language),
    besides(card, view, press, acts),
    view.open && buildMore(card, view, press, acts),
    h("span", { class: "spoken", id: detail }, about),
  );
}

/**
 * Say in words what stands as `{{customer.first_name}}` in the text of an answer: its value, or what is missing.
 *
 * @param {DocumentFragment} fragment
 * @param {Suggestion} card
 * @returns {DocumentFragment}
 */
function inWords(fragment, { placeholders }) {
  const values = new Map(placeholders.map(({ name, value }) => [name, value]));
  const say = (/** @type {string} */ name) => values.get(name) || `[${placeholderLabel(name)}]`;
  for (const node of fragment.childNodes) {
    if (node instanceof Text) node.data = node.data.replaceAll(/\{\{\s*([\w.-]+)[^{}]*\}\}/g, (_, name) => say(name));
  }
  return fragment;
}

/** @param {Suggestion} card */
function trust(card) {
  const { icon: shape, word, tone } = trustMark(card.trust);
  return h("span", { class: `trust ${tone}` }, icon(shape), word);
}

/**
 * @param {Suggestion} card
 * @param {string} language
 */
function facts(card, language) {
  return h(
    "p",
    { class: "facts" },
    h("span", { class: "line" }, ...factsOf(card, language)),
  );
}

/**
 * @param {Suggestion} card
 * @param {string} language
 * @returns {import("../shared/dom.js").Child[]}
 */
function factsOf(card, language) {
  const gaps = card.placeholders.filter(({ missing }) => missing).length;
  const other = subtag(card.language) !== subtag(language);
  return [
    card.audience === "internal" && h("span", { class: "audience strong" }, icon("lock"), t("audience_internal")),
    other && h("span", { class: "language", title: languageName(card.language) }, h("b", {}, subtag(card.language).toUpperCase())),
    card.pinned === "team" && h("span", { class: "strong" }, icon("pin"), t("pinned_team")),
    card.pinned === "own" && h("span", { class: "strong" }, icon("pin"), t("pinned_own")),
    card.trust.conflicts > 0 && h("span", { class: "bad strong" }, icon("conflict"), t("differs_short")),
    gaps > 0 && h("span", { class: "strong" }, plural("asks_for", gaps)),
    h("span", { class: "source" }, h("bdi", {}, card.source.name)),
    age(card),
    (card.inserted ?? 0) > 0 && h("span", {}, plural("used_times", card.inserted ?? 0)),
    card.audience === "public" && h("span", {}, t("audience_public")),
    card.audience === "unknown" && h("span", {}, t("audience_unknown")),
  ];
}

/**
 * Age is what it was verified at, where it was; else when its source last changed it.
 *
 * @param {Suggestion} card
 */
function age(card) {
  if (card.trust.state === "verified" && card.trust.at) return h("span", {}, t("verified_when", ago(card.trust.at)));
  return card.updated_at ? h("span", {}, t("updated_when", ago(card.updated_at))) : null;
}

/**
 * @param {Suggestion} card
 * @param {import("./more.js").CardView} view
 * @param {Press} press
 * @param {CardActs} acts
 */
function besides(card, view, press, acts) {
  /**
   * @param {import("../shared/icons.js").IconName} shape
   * @param {string} name
   * @param {(card: Suggestion) => void} act
   */
  const one = (shape, name, act) =>
    press.button(
      { class: "quiet", title: name, "aria-label": t("action_of", name, card.title), "data-focus": `${shape}:${card.answer_id}` },
      () => act(card),
      icon(shape),
    );
  return h(
    "span",
    { class: "besides" },
    one("read", t("action_read"), acts.read),
    one("copy", t("action_copy"), acts.copy),
    card.url !== null && one("open", t("action_open_source"), acts.open),
    press.button(
      { class: "quiet", title: t("action_more"), "aria-label": t("action_of", t("action_more"), card.title), "aria-expanded": String(view.open), "data-focus": `more:${card.answer_id}` },
      () => acts.more(card),
      icon("more"),
    ),
  );
}

/** @param {string} tag */
function subtag(tag) {
  return tag.split("-", 1)[0] ?? tag;
}
