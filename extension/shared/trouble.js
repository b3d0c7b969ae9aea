// What is wrong with the connection to the sidecar, in an agent's words: one sentence, what to do, one button.

import { t } from "./i18n.js";

/** @typedef {import("./messages.js").Connection} Connection */
/** @typedef {import("./icons.js").IconName} IconName */

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
