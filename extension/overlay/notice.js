// What stands in the frame when there is no list: one sentence, at most one button, and the technical detail behind "Details".

import { h } from "../shared/dom.js";
import { plural, t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";

/** @typedef {import("../shared/messages.js").Connection} Connection */
/** @typedef {import("../shared/icons.js").IconName} IconName */
/** @typedef {import("./press.js").Press} Press */
/** @typedef {{retry: () => void, options: () => void, showWeak: () => void}} NoticeActs */

/**
 * @typedef {object} Trouble
 * @property {IconName} icon
 * @property {string} sentence  what is wrong
 * @property {string} advice  what to do about it
 * @property {"retry" | "options"} act
 * @property {string} button
 */

/**
 * What is wrong with the connection, in an agent's words.
 *
 * @param {Connection} connection
 * @returns {Trouble | null} `null` if nothing is
 */
export function trouble(connection) {
  const retry = /** @type {const} */ ({ act: "retry", button: t("try_again") });
  const settings = /** @type {const} */ ({ act: "options", button: t("open_settings") });
  switch (connection.state) {
    case "ok":
    case "unknown":
      return null;
    case "starting":
      return { icon: "due", sentence: t("state_starting"), advice: t("advice_starting"), ...retry };
    case "not_running":
      return { icon: "unplug", sentence: t("state_not_running"), advice: t("advice_not_running", connection.port), ...retry };
    case "foreign":
      return { icon: "unplug", sentence: t("state_foreign", connection.port), advice: t("advice_foreign"), ...settings };
    case "not_paired":
      return { icon: "plug", sentence: t("state_not_paired"), advice: t("advice_not_paired"), act: "options", button: t("pair_now") };
    case "old_sidecar":
      return { icon: "warning", sentence: t("state_old_sidecar"), advice: t("advice_old_sidecar", connection.version ?? "?"), ...retry };
    case "old_extension":
      return { icon: "warning", sentence: t("state_old_extension"), advice: t("advice_old_extension", connection.version ?? "?"), ...retry };
    case "blocked":
      return { icon: "warning", sentence: t("state_blocked"), advice: t("advice_blocked"), ...settings };
    case "error":
      return { icon: "warning", sentence: t("state_error"), advice: t("advice_error"), ...retry };
  }
}

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
    { class: "notice" },
    h("p", { class: "headline" }, icon(what.icon), what.sentence),
    press.button({ class: "primary", "data-focus": "notice" }, acts[what.act], what.button),
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
    { class: "notice slim" },
    h("p", { class: "headline" }, t("nothing_fits")),
    weak > 0 && press.button({ class: "plain", "data-focus": "notice" }, acts.showWeak, plural("show_weak", weak)),
  );
}

/**
 * @param {string} sentence
 * @param {string} [more]
 * @returns {HTMLElement}
 */
export function buildSentence(sentence, more) {
  return h("section", { class: "notice slim" }, h("p", { class: "headline" }, sentence), more !== undefined && h("p", { class: "muted" }, more));
}

/**
 * Where cards will stand, while they are looked for.
 *
 * @returns {HTMLElement}
 */
export function buildLoading() {
  const bars = () => h("div", { class: "bars", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("section", { class: "loading" }, h("p", { class: "spoken" }, t("loading")), bars(), bars(), bars());
}
