// The port on which the sidecar of this computer answers.

import { byId } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { ask } from "./ask.js";

/** @typedef {import("../shared/messages.js").Connection} Connection */

/**
 * @param {(connection: Connection) => void} onChanged
 * @returns {{show: (connection: Connection) => void}}
 */
export function startPort(onChanged) {
  const form = /** @type {HTMLFormElement} */ (byId("port-form"));
  const input = /** @type {HTMLInputElement} */ (byId("port"));
  const error = byId("port-error");
  const help = byId("port-help");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const port = Number(input.value);
    const good = Number.isInteger(port) && port >= 1 && port <= 65_535;
    error.textContent = good ? "" : t("port_wrong");
    input.setAttribute("aria-invalid", good ? "false" : "true");
    if (good) onChanged(await ask({ type: "set_port", port }));
    else input.focus();
  });
  return {
    show(connection) {
      if (document.activeElement !== input) input.value = String(connection.port);
      const fixed = connection.fixed === true;
      help.textContent = t(fixed ? "port_fixed" : "port_help");
      for (const control of form.querySelectorAll("input, button")) /** @type {HTMLInputElement} */ (control).disabled = fixed;
    },
  };
}
