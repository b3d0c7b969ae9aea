// Trust in shape, word and colour, and as a sentence: how far an agent can rely on an answer.

import { ago, day, t } from "../shared/i18n.js";

/** @typedef {import("../shared/messages.js").Suggestion["trust"]} Trust */
/** @typedef {import("../shared/icons.js").IconName} IconName */

/**
 * The shape, the word and the colour of a trust state. An icon has the name of its state.
 *
 * @param {Trust} trust
 * @returns {{icon: IconName, word: string, tone: "good" | "warning" | "bad" | "muted"}}
 */
export function trustMark(trust) {
  switch (trust.state) {
    case "verified":
      return { icon: "verified", word: t("trust_verified"), tone: "good" };
    case "due":
      return { icon: "due", word: t("trust_due"), tone: "warning" };
    case "changed":
      return { icon: "changed", word: t("trust_changed"), tone: "warning" };
    case "flagged":
      return { icon: "flagged", word: t("trust_flagged"), tone: "bad" };
    case "unverified":
      return { icon: "unverified", word: t("trust_unverified"), tone: "muted" };
  }
}

/**
 * Who says so and since when, in a sentence.
 *
 * @param {Trust} trust
 * @returns {string}
 */
export function trustSentence(trust) {
  const when = trust.at ? ago(trust.at) : "";
  const { by } = trust;
  switch (trust.state) {
    case "verified":
      if (when === "") return t("trust_verified");
      return by ? t("trust_verified_by", by, when) : t("trust_verified_when", when);
    case "due":
      return trust.due ? t("trust_due_since", day(trust.due)) : t("trust_due");
    case "changed":
      return t("trust_changed_long");
    case "flagged":
      return trust.reason ? t("trust_flagged_reason", trust.reason) : t("trust_flagged_long");
    case "unverified":
      return t("trust_unverified_long");
  }
}
