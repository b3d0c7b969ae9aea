// What an agent taught of a site: to look at as a file, to hand to the team, to take back; and the button that begins it.

import { h } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { ask } from "./ask.js";

/** @typedef {import("../shared/adapter.js").Adapter} Adapter */

/**
 * @param {string} origin
 * @param {(text: string) => void} say
 * @returns {HTMLButtonElement} begins teaching in the tab of the site
 */
export function teachButton(origin, say) {
  const button = h("button", { type: "button", class: "plain", "aria-label": t("action_of", t("site_teach"), origin) }, t("site_teach"));
  button.addEventListener("click", async () => {
    say((await ask({ type: "teach", origin })) ? "" : t("site_teach_no_tab", origin));
  });
  return button;
}

/**
 * @param {string} origin
 * @param {Adapter} adapter
 * @param {(text: string) => void} say
 * @param {(taught: Record<string, Adapter>) => void} changed
 * @returns {HTMLElement}
 */
export function buildTaught(origin, adapter, say, changed) {
  const named = (/** @type {string} */ text) => ({ type: "button", class: "plain", "aria-label": t("action_of", text, origin) });
  const send = h("button", named(t("taught_send")), t("taught_send"));
  send.addEventListener("click", async () => {
    const { ok, reason, detail } = await ask({ type: "taught_send", origin });
    const refused = { forbidden: t("taught_forbidden"), unreachable: t("taught_unreachable"), error: t("taught_error", detail ?? "") };
    say(ok ? t("taught_sent") : refused[reason ?? "error"]);
  });
  const file = h("a", { class: "button plain", download: `${adapter.id}.json`, href: fileOf(adapter), "aria-label": t("action_of", t("taught_export"), origin) }, t("taught_export"));
  const forget = h("button", named(t("taught_forget")), t("taught_forget"));
  forget.addEventListener("click", async () => changed(await ask({ type: "taught_forget", origin })));
  return h("div", { class: "row taught" }, h("span", { class: "grow muted" }, t("site_taught")), file, send, forget);
}

/** @param {Adapter} adapter @returns {string} an address from which it can be saved */
function fileOf(adapter) {
  return `data:application/json;charset=utf-8,${encodeURIComponent(`${JSON.stringify(adapter, null, 2)}\n`)}`;
}
