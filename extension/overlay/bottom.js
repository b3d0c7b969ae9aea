// The line at the foot of the frame. Its height never changes: what is said there moves nothing above it.

import { h } from "../shared/dom.js";
import { plural, t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";

/** @typedef {import("../shared/messages.js").Outcome} Outcome */
/** @typedef {import("./press.js").Press} Press */
/** @typedef {{text: string, tone: "good" | "bad" | "muted"}} Status */

/**
 * @typedef {object} BottomActs
 * @property {() => void} takeWaiting
 * @property {() => void} options
 * @property {(() => void) | null} panel  where the browser lets a frame open its side panel
 * @property {() => void} insert
 * @property {() => void} previewPicked  look at the answers that were chosen for one reply
 * @property {() => void} dropPicked
 * @property {() => void} copyPreviewed
 */

/**
 * The foot of a list: what was just done, else what stands behind the card in hand, else the keys; and the offer of newer answers.
 *
 * @param {{status: Status | null, why: string, hint: string, waiting: number, picked: number}} content  `picked`: how many
 *   answers were chosen for one reply
 * @param {Press} press
 * @param {BottomActs} acts
 * @returns {Node[]}
 */
export function buildListBottom({ status, why, hint, waiting, picked }, press, acts) {
  if (picked > 0) return buildPickedBottom(status, picked, press, acts);
  const text = status ? statusText(status) : h("p", { class: "saying", title: why || null }, why || hint);
  const offer = waiting > 0 && press.button({ class: "plain offer", "data-focus": "offer" }, acts.takeWaiting, plural("better_answers", waiting));
  const settings = press.button({ class: "quiet", title: t("open_settings"), "aria-label": t("open_settings"), "data-focus": "options" }, acts.options, icon("settings"));
  const panel = acts.panel && press.button({ class: "quiet", title: t("show_in_panel"), "aria-label": t("show_in_panel"), "data-focus": "panel" }, acts.panel, icon("panel"));
  return [text, ...(offer ? [offer] : []), ...(panel ? [panel] : []), settings];
}

/**
 * The foot while a reply is put together from several answers.
 *
 * @param {Status | null} status
 * @param {number} picked
 * @param {Press} press
 * @param {BottomActs} acts
 * @returns {Node[]}
 */
function buildPickedBottom(status, picked, press, acts) {
  return [
    status ? statusText(status) : h("p", { class: "saying" }, plural("picked", picked)),
    press.button({ class: "plain", "data-focus": "drop-picked" }, acts.dropPicked, t("picked_drop")),
    press.button({ class: "primary", "data-focus": "preview-picked" }, acts.previewPicked, t("picked_preview")),
  ];
}

/**
 * The foot of a preview: insert and copy, of the whole or of what is selected in it.
 *
 * @param {{status: Status | null, hasEditor: boolean, confirming: boolean, busy: boolean, part: boolean}} content
 * @param {Press} press
 * @param {BottomActs} acts
 * @returns {Node[]}
 */
export function buildPreviewBottom({ status, hasEditor, confirming, busy, part }, press, acts) {
  const disabled = busy ? "true" : null;
  // Whoever does not see the preview hears it with the button: what is to be known of it, and what it says.
  const about = confirming ? "internal" : "preview-title internal trust reply";
  const insert = press.button(
    { class: confirming ? "primary danger" : "primary", "data-focus": "insert", "aria-disabled": disabled, "aria-describedby": about },
    acts.insert,
    confirming ? t("insert_internal") : t(part ? "insert_part" : "action_insert"),
  );
  const copy = press.button({ class: hasEditor ? "plain" : "primary", "data-focus": "copy", "aria-disabled": disabled, "aria-describedby": hasEditor ? null : about }, acts.copyPreviewed, t(part ? "copy_part" : "action_copy"));
  return [status ? statusText(status) : h("p", { class: "saying" }, part ? "" : t("hint_preview")), copy, ...(hasEditor ? [insert] : [])];
}

/**
 * How an insertion or copy went, in words.
 *
 * @param {Outcome} outcome
 * @param {"insert" | "copy"} asked
 * @returns {Status}
 */
export function outcomeStatus({ ok, how, code }, asked) {
  if (how === "inserted" && ok) {
    return { text: t(code === undefined ? "notice_inserted" : "notice_links_lost", shortcut("Z")), tone: "good" };
  }
  // Something stands in the editor: pasting the whole would double it.
  if (code === "partial" || code === "draft_changed") return { text: t("notice_partly", shortcut("Z")), tone: "bad" };
  if (code === "other_site") return { text: t("notice_other_site"), tone: "bad" };
  if (how === "copied") {
    return asked === "copy" ? { text: t("notice_copied"), tone: "good" } : { text: t("notice_copied_instead", shortcut("V")), tone: "bad" };
  }
  if (code === "ticket_changed") return { text: t("failed_ticket_changed"), tone: "bad" };
  if (code === "missing_values") return { text: t("failed_missing"), tone: "bad" };
  return { text: asked === "copy" ? t("failed_copy") : t("notice_failed_list"), tone: "bad" };
}

/** @param {Status} status */
function statusText({ text, tone }) {
  const shape = tone === "bad" ? icon("warning") : tone === "good" ? icon("check") : null;
  return h("p", { class: `saying status ${tone}`, title: text }, shape, h("span", {}, text));
}

/**
 * @param {string} letter
 * @returns {string} as this machine's keyboard has it
 */
function shortcut(letter) {
  return /mac/i.test(navigator.platform) ? `⌘${letter}` : `${t("key_control")}+${letter}`;
}
