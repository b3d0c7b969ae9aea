// How the connection stands, and what to do.

import { fill, h } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { trouble } from "../shared/trouble.js";
import { ask } from "./ask.js";

/** @typedef {import("../shared/messages.js").Connection} Connection */

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} pairing  the section that is of use only while there is something to pair with
 * @returns {{show: (connection: Connection) => void, check: () => Promise<void>, refresh: () => Promise<void>, listen: (listener: (connection: Connection) => void) => void}}
 */
export function startConnection(place, pairing) {
  /** @type {((connection: Connection) => void)[]} */
  const listeners = [];
  let shown = "";
  // Told as a whole, and without the buttons below.
  const state = h("div", { class: "lines", "aria-live": "polite", "aria-atomic": "true" });
  const acts = h("div", { class: "row" });

  /** @param {Connection} connection */
  function show(connection) {
    shown = JSON.stringify(connection);
    pairing.hidden = connection.state !== "not_paired";
    const check = h("button", { type: "button", class: "plain" }, t("check"));
    check.addEventListener("click", () => void recheck(check));
    const unpair = h("button", { type: "button", class: "plain" }, t("unpair"));
    unpair.addEventListener("click", async () => show(await ask({ type: "unpair" })));
    fill(state, ...describe(connection));
    fill(acts, check, connection.state === "ok" && unpair);
    if (!acts.isConnected) place.append(acts);
    for (const listener of listeners) listener(connection);
  }

  async function check() {
    show(await ask({ type: "connection" }));
  }

  /** The agent comes back to this page: what still holds is left alone, a click may be under way. */
  async function refresh() {
    const connection = await ask({ type: "connection" });
    if (JSON.stringify(connection) !== shown) show(connection);
  }

  /** @param {HTMLButtonElement} button */
  async function recheck(button) {
    button.disabled = true;
    await check();
    acts.querySelector("button")?.focus();
  }

  fill(place, state);
  fill(state, h("p", { class: "muted" }, t("checking")));
  return { show, check, refresh, listen: (listener) => void listeners.push(listener) };
}

/**
 * @param {Connection} connection
 * @returns {Node[]}
 */
function describe(connection) {
  const what = trouble(connection);
  if (what === null) {
    const known = connection.name ? t("connected_as", connection.name) : t("connected");
    const more = connection.version ? t("connected_more", connection.version, connection.port) : "";
    return [h("p", { class: "headline good" }, icon("verified"), known), h("p", { class: "muted" }, more)];
  }
  const steps = stepsFor(connection);
  const advice = connection.state === "not_paired" ? t("advice_pair_here") : what.advice;
  const tone = ["not_paired", "starting"].includes(connection.state) ? "warning" : "bad";
  /** @type {Node[]} */
  const lines = [h("p", { class: `headline ${tone}` }, icon(what.icon), what.sentence)];
  lines.push(steps.length > 0 ? h("ol", {}, ...steps.map((step) => h("li", {}, step))) : h("p", {}, advice));
  if (!connection.detail) return lines;
  return [...lines, h("details", {}, h("summary", {}, t("details")), h("p", { class: "technical", dir: "ltr" }, connection.detail))];
}

/**
 * What a person at this machine can do by hand.
 *
 * @param {Connection} connection
 * @returns {string[]}
 */
function stepsFor({ state }) {
  if (state === "not_running") return [t("step_start"), t("step_ready_line"), t("step_port")];
  if (state === "foreign") return [t("step_restart"), t("step_ready_line"), t("step_port")];
  return [];
}
