// Pairing: six digits from the machine's own Cuecard page make this browser one of its own.

import { byId } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { ask } from "./ask.js";

/** @typedef {import("../shared/messages.js").Connection} Connection */
/** @typedef {import("../shared/messages.js").PairOutcome} PairOutcome */

/** A whole code, without the spaces that make it readable. */
export const DIGITS = /^\d{6}$/;

/**
 * @param {(connection: Connection) => void} onPaired
 * @returns {{pair: (code: string, port?: number) => Promise<void>}}
 */
export function startPairing(onPaired) {
  const form = /** @type {HTMLFormElement} */ (byId("pairing-form"));
  const input = /** @type {HTMLInputElement} */ (byId("code"));
  const button = /** @type {HTMLButtonElement} */ (byId("pair"));
  const error = byId("code-error");

  /** @param {string} text */
  function complain(text) {
    error.textContent = text;
    input.setAttribute("aria-invalid", text === "" ? "false" : "true");
  }

  /**
   * @param {string} code
   * @param {number} [port]
   */
  async function pair(code, port) {
    button.disabled = true;
    const outcome = await ask({ type: "pair", code, ...(port !== undefined && { port }) });
    button.disabled = false;
    if (outcome.ok) {
      input.value = "";
      complain("");
      onPaired(outcome.connection);
      return;
    }
    onPaired(await ask({ type: "connection" }));
    complain(reason(outcome));
    input.select();
  }

  input.addEventListener("input", () => {
    complain("");
    const digits = input.value.replaceAll(/\D/g, "").slice(0, 6);
    const atEnd = input.selectionStart === input.value.length;
    if (atEnd) input.value = digits.replace(/^(\d{3})(?=\d)/, "$1 ");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = input.value.replaceAll(/\D/g, "");
    if (DIGITS.test(code)) {
      void pair(code);
      return;
    }
    complain(t("code_incomplete"));
    input.focus();
  });
  return { pair };
}

/** @param {Extract<PairOutcome, {ok: false}>} outcome */
function reason({ reason: why, detail }) {
  switch (why) {
    case "wrong_code":
      return t("code_wrong");
    case "expired":
      return t("code_expired");
    case "too_many":
      return t("code_too_many");
    case "unreachable":
      return t("code_unreachable");
    case "error":
      return t("code_error", detail ?? "");
  }
}
