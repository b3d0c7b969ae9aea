// The small form in a preview: a field for each thing that the page does not say, of the kind that the answer asks for.

import { h } from "../shared/dom.js";
import { placeholderLabel } from "./labels.js";

/** @typedef {import("../shared/messages.js").Placeholder} Placeholder */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/**
 * Build the field for a gap.
 *
 * @param {Placeholder} gap
 * @param {Record<string, string>} typed  what was typed before, kept and changed in place
 * @param {HTMLElement[]} echoes  where the same gap stands again
 * @param {string} language  of the answer, BCP 47
 * @param {() => void} changed
 * @returns {Field}
 */
export function buildField(gap, typed, echoes, language, changed) {
  const { name } = gap;
  const label = placeholderLabel(name);
  const field = emptyField(gap, label);
  for (const [attribute, value] of Object.entries({ class: "gap", "aria-label": label, "data-focus": `gap:${name}`, "data-gap": name, required: "", "aria-invalid": "false", "aria-describedby": "missing-fields" })) field.setAttribute(attribute, value);
  field.value = typed[name] ?? "";
  const follow = () => {
    for (const echo of echoes) {
      echo.textContent = written(gap, field.value, language) || label;
      echo.classList.toggle("filled", field.value !== "");
    }
    field.style.setProperty("--width", `${Math.min(30, Math.max(4, (field.value || label).length + 1))}ch`);
  };
  field.addEventListener("input", () => {
    typed[name] = field.value;
    field.setAttribute("aria-invalid", "false");
    follow();
    changed();
  });
  follow();
  return field;
}

/**
 * @param {Placeholder} gap
 * @param {string} label
 * @returns {Field}
 */
function emptyField({ kind, choices = [] }, label) {
  if (choices.length > 0) {
    return h("select", {}, h("option", { value: "" }, label), ...choices.map((choice) => h("option", { value: choice }, choice)));
  }
  if (kind === "date") return h("input", { type: "date" });
  if (kind === "lines") return h("textarea", { rows: 3, dir: "auto", placeholder: label, spellcheck: "true" });
  return h("input", { dir: "auto", placeholder: label, autocomplete: "off", spellcheck: "true" });
}

/**
 * What a field's words become in the reply: a day is written out in the answer's language.
 *
 * @param {Placeholder | undefined} gap
 * @param {string} words
 * @param {string} language  BCP 47
 * @returns {string}
 */
export function written(gap, words, language) {
  const day = gap?.kind === "date" ? Date.parse(words) : NaN;
  if (Number.isNaN(day)) return words;
  return new Intl.DateTimeFormat(language || undefined, { dateStyle: "long", timeZone: "UTC" }).format(day);
}
