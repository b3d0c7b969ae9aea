// The sites that Cuecard is on, each enabled by a click and by the browser's own question.

import { pattern } from "../background/content-scripts.js";
import { byId, fill, h } from "../shared/dom.js";
import { ext } from "../shared/ext.js";
import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { ask } from "./ask.js";
import { buildTaught, teachButton } from "./taught.js";

/** @typedef {import("../shared/messages.js").Site} Site */

/**
 * @returns {{refresh: () => Promise<void>, enableGranted: (origin: string) => Promise<void>}}
 */
export function startSites() {
  const list = byId("sites");
  const form = /** @type {HTMLFormElement} */ (byId("site-form"));
  const input = /** @type {HTMLInputElement} */ (byId("site"));
  const error = byId("site-error");

  /** @type {Site[]} */
  let shown = [];
  /** What the agent taught, by origin. @type {Record<string, import("../shared/adapter.js").Adapter>} */
  let taught = {};

  /** @param {Site[]} sites */
  function show(sites) {
    shown = sites;
    const acts = {
      allow,
      turnOff: async (/** @type {string} */ origin) => show(await ask({ type: "site_disable", origin })),
      slash: async (/** @type {string} */ origin, /** @type {boolean} */ on) => show(await ask({ type: "site_slash", origin, on })),
      say,
    };
    const items = sites.map((site) => {
      const row = buildSite(site, acts);
      const adapter = taught[site.origin];
      if (adapter) row.append(buildTaught(site.origin, adapter, say, showTaught));
      return row;
    });
    fill(list, ...(items.length > 0 ? items : [h("li", { class: "muted" }, t("sites_none"))]));
  }

  /** @param {Record<string, import("../shared/adapter.js").Adapter> | undefined} kept */
  function showTaught(kept) {
    taught = kept ?? {};
    show(shown);
  }

  /** @param {string} text @param {boolean} [ofTheField]  whether what is wrong stands in the field */
  function complain(text, ofTheField = true) {
    error.textContent = text;
    input.setAttribute("aria-invalid", ofTheField && text !== "" ? "true" : "false");
  }

  /** @param {string} text */
  function say(text) {
    complain(text, false);
  }

  /**
   * The browser asks only inside the click itself: nothing may be awaited before.
   *
   * @param {string} origin
   */
  function allow(origin) {
    ext.permissions.request({ origins: [pattern(origin)] }).then(async (granted) => {
      if (!granted) return complain(t("site_refused", origin));
      complain("");
      input.value = "";
      show(await ask({ type: "site_enable", origin }));
    }, (reason) => complain(t("site_failed", String(reason))));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const origin = originOf(input.value);
    if (origin !== null) return allow(origin);
    complain(t("site_wrong"));
    input.focus();
  });

  const refresh = async () => {
    const [sites, kept] = await Promise.all([ask({ type: "sites" }), ask({ type: "taught" })]);
    taught = kept ?? {};
    show(sites);
  };
  void refresh();
  // A site is taught in another tab, while this page stays open.
  ext.storage.onChanged.addListener((changes, area) => {
    if (area === "local" && "taught" in changes) void refresh();
  });
  return {
    refresh,
    async enableGranted(address) {
      const origin = originOf(address);
      if (origin === null) return;
      if (await ext.permissions.contains({ origins: [pattern(origin)] })) show(await ask({ type: "site_enable", origin }));
      else {
        input.value = origin;
        complain(t("site_press_add"));
      }
    },
  };
}

/**
 * The origin that a person means by an address: with or without a scheme, with or without a path.
 *
 * @param {string} address
 * @returns {string | null}
 */
export function originOf(address) {
  const trimmed = address.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (trimmed === "" || /\s/.test(trimmed) || !URL.canParse(whole)) return null;
  const { protocol, hostname, origin } = new URL(whole);
  const named = hostname.includes(".") || hostname === "localhost" || hostname.startsWith("[");
  return ["http:", "https:"].includes(protocol) && named ? origin : null;
}

/**
 * @param {Site} site
 * @param {{allow: (origin: string) => void, turnOff: (origin: string) => void, slash: (origin: string, on: boolean) => void, say: (text: string) => void}} acts
 * @returns {HTMLLIElement}
 */
function buildSite({ origin, granted, slash }, { allow, turnOff, slash: setSlash, say }) {
  const off = h("button", { type: "button", class: "plain", "aria-label": t("action_of", t("turn_off"), origin) }, t("turn_off"));
  off.addEventListener("click", () => turnOff(origin));
  const again = h("button", { type: "button", class: "plain", "aria-label": t("action_of", t("allow_again"), origin) }, t("allow_again"));
  again.addEventListener("click", () => allow(origin));
  const offers = h("input", { type: "checkbox", checked: slash, "aria-describedby": "slash-help" });
  offers.addEventListener("change", () => setSlash(origin, offers.checked));
  return h(
    "li",
    {},
    icon("globe"),
    h("span", { class: "grow origin", dir: "ltr" }, origin),
    !granted && h("span", { class: "warning" }, t("site_not_granted")),
    !granted && again,
    granted && teachButton(origin, say),
    off,
    h("label", { class: "switch" }, offers, t("site_slash")),
  );
}
