// What else an agent can do with an answer, opened on its card: put it into a longer reply, say whether it helped, report it
// as outdated, verify it, pin it.

import { h } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {import("./press.js").Press} Press */

/**
 * How a card stands in the list, beside what the answer itself says.
 * @typedef {object} CardView
 * @property {boolean} open  its further actions are shown
 * @property {boolean} flagging  the agent is about to say what is wrong with it
 * @property {"helpful" | "not_helpful" | null} said  what the agent said of it
 * @property {number | null} place  in the reply that is being put together, from 1
 * @property {boolean} mayVerify
 */

/** @type {CardView} */
export const plainView = { open: false, flagging: false, said: null, place: null, mayVerify: false };

/**
 * @typedef {object} MoreActs
 * @property {(card: Suggestion) => void} pick
 * @property {(card: Suggestion, said: "helpful" | "not_helpful") => void} helped
 * @property {(card: Suggestion) => void} flag  ask what is wrong
 * @property {(card: Suggestion, reason: string) => void} flagged
 * @property {(card: Suggestion) => void} verify
 * @property {(card: Suggestion) => void} pin
 * @property {(key: string) => string} words  what was typed into a field before
 * @property {(key: string, words: string) => void} typed
 */

/**
 * @param {Suggestion} card
 * @param {CardView} view
 * @param {Press} press
 * @param {MoreActs} acts
 * @returns {HTMLElement}
 */
export function buildMore(card, view, press, acts) {
  /**
   * @param {string} name
   * @param {import("../shared/icons.js").IconName} shape
   * @param {string} label
   * @param {() => void} act
   * @param {boolean} [pressed]
   */
  const one = (name, shape, label, act, pressed) =>
    press.button({ class: "chip", "data-focus": `${name}:${card.answer_id}`, "aria-pressed": pressed === undefined ? null : String(pressed) }, act, icon(shape), label);
  const own = card.pinned === "own";
  return h(
    "div",
    { class: "more-acts", role: "group", "aria-label": t("action_of", t("action_more"), card.title) },
    one("pick", view.place === null ? "plus" : "check", t("action_pick"), () => acts.pick(card), view.place !== null),
    one("pin", "pin", t("action_pin"), () => acts.pin(card), own),
    one("helpful", "helpful", t("action_helpful"), () => acts.helped(card, "helpful"), view.said === "helpful"),
    one("not_helpful", "not_helpful", t("action_not_helpful"), () => acts.helped(card, "not_helpful"), view.said === "not_helpful"),
    one("flag", "flagged", t("action_outdated"), () => acts.flag(card), view.flagging),
    view.mayVerify && card.trust.state !== "verified" && one("verify", "verified", t("action_verify"), () => acts.verify(card)),
    view.flagging && buildReason(card, press, acts),
  );
}

/**
 * The line that asks what is wrong.
 *
 * @param {Suggestion} card
 * @param {Press} press
 * @param {MoreActs} acts
 */
function buildReason(card, press, acts) {
  const key = `reason:${card.answer_id}`;
  const field = h("input", { class: "words", dir: "auto", maxlength: 1000, autocomplete: "off", "aria-label": t("outdated_reason"), placeholder: t("outdated_reason"), value: acts.words(key), "data-focus": key });
  field.addEventListener("input", () => acts.typed(key, field.value));
  const send = press.button({ class: "plain", "data-focus": `send-${key}` }, () => acts.flagged(card, field.value.trim()), t("outdated_send"));
  return h("div", { class: "asking" }, field, send);
}
