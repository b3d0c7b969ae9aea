// The top of the frame: the search box, which is always there, and the way out.

import { h } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";

/** @typedef {import("./press.js").Press} Press */

/** How long typing has to pause before a search is sent, in milliseconds. */
const PAUSE = 120;

/**
 * @typedef {object} SearchBox
 * @property {HTMLInputElement} input
 * @property {Node[]} nodes
 * @property {() => void} clear
 */

/**
 * @param {Press} press
 * @param {{typed: (query: string) => void, send: (query: string) => void, close: (() => void) | null}} acts
 *   `typed` at every change, `send` when it is worth asking the sidecar; without `close` there is no button for it
 * @returns {SearchBox}
 */
export function buildSearch(press, acts) {
  const input = h("input", {
    type: "search",
    class: "query",
    dir: "auto",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": t("search_label"),
    placeholder: t("search_label"),
    "data-focus": "search",
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {number} wait */
  const changed = (wait) => {
    clearTimeout(timer);
    const query = input.value.trim();
    acts.typed(query);
    timer = setTimeout(() => acts.send(query), wait);
  };
  input.addEventListener("input", () => changed(input.value.trim() === "" ? 0 : PAUSE));
  const close = acts.close && press.button({ class: "quiet", title: t("close"), "aria-label": t("close"), "data-focus": "close" }, acts.close, icon("close"));
  return {
    input,
    nodes: [h("label", { class: "search" }, icon("search"), input), ...(close ? [close] : [])],
    clear() {
      if (input.value === "") return;
      input.value = "";
      changed(0);
    },
  };
}
