// What a macro sets beside its text, in its helpdesk: told, so that the agent can do it there. Cuecard never does.

import { h } from "../shared/dom.js";
import { t } from "../shared/i18n.js";

/**
 * @param {import("../shared/messages.js").Suggestion} card
 * @returns {HTMLElement | null} null: there is nothing to tell
 */
export function buildActions({ actions = [] }) {
  if (actions.length === 0) return null;
  const rows = actions.map(({ label, value }) => h("div", {}, h("dt", {}, h("bdi", {}, label)), h("dd", {}, h("bdi", {}, value || "–"))));
  return h("section", { class: "actions", "aria-labelledby": "actions-title" }, h("h3", { id: "actions-title" }, t("actions_title")), h("dl", {}, ...rows), h("p", { class: "muted" }, t("actions_note")));
}
