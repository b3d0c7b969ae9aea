// What stands in the frame when there is no list: one sentence, at most one button, and the technical detail behind "Details".

import { h } from "../shared/dom.js";
import { plural, t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";

/** @typedef {import("../shared/trouble.js").Trouble} Trouble */
/** @typedef {import("./press.js").Press} Press */
/** @typedef {{retry: () => void, options: () => void, showWeak: () => void, siteOff: () => void, browse: () => void, ask: () => void, asked: (words: string) => void, stopAsking: () => void, words: (key: string) => string, typed: (key: string, words: string) => void}} NoticeActs */

/**
 * @param {Trouble} what
 * @param {string | undefined} technical
 * @param {Press} press
 * @param {NoticeActs} acts
 * @returns {HTMLElement}
 */
export function buildTrouble(what, technical, press, acts) {
  return h(
    "section",
    { class: "notice", role: "document" },
    h("p", { class: "headline", id: "headline" }, icon(what.icon), what.sentence),
    press.button({ class: "primary", "data-focus": "notice", "aria-describedby": "headline" }, acts[what.act], what.button),
    h(
      "details",
      {},
      h("summary", {}, t("details")),
      h("p", {}, what.advice),
      technical !== undefined && technical !== "" && h("p", { class: "technical", dir: "ltr" }, technical),
    ),
  );
}

/**
 * No answer is good enough; what comes near is not shown until it is asked for.
 *
 * @param {number} weak  how many answers come near
 * @param {Press} press
 * @param {NoticeActs} acts
 * @returns {HTMLElement}
 */
export function buildNothingFits(weak, press, acts) {
  return h(
    "section",
    { class: "notice slim", role: "document" },
    h("p", { class: "headline", id: "headline" }, t("nothing_fits")),
    h(
      "div",
      { class: "choices" },
      weak > 0 && press.button({ class: "plain", "data-focus": "notice", "aria-describedby": "headline" }, acts.showWeak, plural("show_weak", weak)),
      press.button({ class: "plain", "data-focus": "ask", "aria-describedby": weak > 0 ? null : "headline" }, acts.ask, t("ask_for_it")),
      press.button({ class: "plain", "data-focus": "browse" }, acts.browse, t("often_used")),
    ),
  );
}

/**
 * Nothing was found by searching, either.
 *
 * @param {string} sentence
 * @param {string} more
 * @param {Press} press
 * @param {NoticeActs} acts
 * @returns {HTMLElement}
 */
export function buildNothingFound(sentence, more, press, acts) {
  const notice = buildSentence(sentence, more);
  notice.append(press.button({ class: "plain", "data-focus": "ask" }, acts.ask, t("ask_for_it")));
  return notice;
}

/**
 * The agent asks the team for an answer that is not there.
 *
 * @param {Press} press
 * @param {NoticeActs} acts
 * @returns {HTMLElement}
 */
export function buildAsking(press, acts) {
  const field = h("textarea", { class: "words", rows: 3, dir: "auto", maxlength: 1000, "aria-describedby": "ask-help", id: "ask-words", "data-focus": "ask-words" });
  field.value = acts.words("ask");
  field.addEventListener("input", () => acts.typed("ask", field.value));
  return h(
    "section",
    { class: "notice slim" },
    h("label", { class: "headline", for: "ask-words" }, t("ask_label")),
    field,
    h("p", { class: "muted", id: "ask-help" }, t("ask_help")),
    h(
      "div",
      { class: "choices" },
      press.button({ class: "primary", "data-focus": "ask-send" }, () => acts.asked(field.value.trim()), t("ask_send")),
      press.button({ class: "plain", "data-focus": "ask-stop" }, acts.stopAsking, t("cancel")),
    ),
  );
}

/**
 * @param {string} sentence
 * @param {string} [more]
 * @returns {HTMLElement}
 */
export function buildSentence(sentence, more) {
  return h("section", { class: "notice slim", role: "document" }, h("p", { class: "headline" }, sentence), more !== undefined && h("p", { class: "muted" }, more));
}

/**
 * The page shows no ticket: perhaps it never will.
 *
 * @param {Press} press
 * @param {NoticeActs} acts
 * @returns {HTMLElement}
 */
export function buildIdle(press, acts) {
  const notice = buildSentence(t("idle"), t("idle_more"));
  notice.append(press.button({ class: "plain", "data-focus": "site_off" }, acts.siteOff, t("site_off")));
  return notice;
}

/**
 * Where cards will stand, while they are looked for.
 *
 * @returns {HTMLElement}
 */
export function buildLoading() {
  const bars = () => h("div", { class: "bars", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("section", { class: "loading" }, bars(), bars(), bars());
}
