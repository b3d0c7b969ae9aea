// What an agent can do with an answer: insert it, see it whole first, copy it, open its source.

import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { outcomeStatus } from "./bottom.js";
import { draw, say } from "./draw.js";
import { focusInside } from "./focus.js";
import { buildPreview, leaks, needsPreview } from "./preview.js";
import { together } from "./together.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {import("./surface.js").Surface} Surface */

/**
 * The query that brought what is on screen; an insertion teaches for that one.
 *
 * @param {Surface} surface
 * @returns {string}
 */
export function queryId({ state, shown, wishes }) {
  if (wishes.query !== "") return state?.search?.query_id ?? "";
  const response = wishes.start ? null : shown.response;
  return (response ?? state?.start)?.query_id ?? "";
}

/**
 * Insert an answer, by way of the preview where it has to be seen first. Without an editor on the page it is copied.
 *
 * @param {Surface} surface
 * @param {Suggestion} card
 */
export function choose(surface, card) {
  const { state } = surface;
  if (needsLook(surface, card)) openPreview(surface, card);
  else void deliver(surface, state?.has_editor ? "insert" : "copy", card, queryId(surface), {});
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 * @returns {boolean} whether it has to be seen before it is inserted
 */
export function needsLook({ state }, card) {
  return needsPreview(card, state?.reply_public ?? null);
}

/**
 * Copy an answer; one with gaps is filled in first.
 *
 * @param {Surface} surface
 * @param {Suggestion} card
 */
export function copy(surface, card) {
  if (card.placeholders.some(({ missing }) => missing)) openPreview(surface, card);
  else void deliver(surface, "copy", card, queryId(surface), {});
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 */
export function openSource(surface, card) {
  surface.line.send({ type: "open", query_id: queryId(surface), answer_id: card.answer_id });
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 */
export function openPreview(surface, card) {
  showPreview(surface, { card, query_id: queryId(surface), also: [], shape: "whole" });
}

/**
 * Look at all answers that were chosen for one reply, as it will be.
 *
 * @param {Surface} surface
 */
export function previewPicked(surface) {
  const [first, ...others] = surface.picked;
  if (!first) return;
  const also = others.map(({ query_id, answer_id, passage_id }) => ({ query_id, answer_id, passage_id }));
  showPreview(surface, { card: together(surface.picked), query_id: first.query_id, also, shape: "whole" });
}

/**
 * @typedef {object} Opening
 * @property {Suggestion} card
 * @property {string} query_id
 * @property {{query_id: string, answer_id: string, passage_id: string}[]} also
 * @property {import("./shapes.js").Shape} shape
 */

/**
 * @param {Surface} surface
 * @param {Opening} opening
 */
function showPreview(surface, opening) {
  const { card, query_id, also, shape } = opening;
  const { state, press } = surface;
  const typed = typedInto(surface, card);
  const back = press.button({ class: "quiet", title: t("action_back"), "aria-label": t("action_back"), "data-focus": "back" }, surface.acts.back, icon("back"));
  const shapeButton = (/** @type {import("./shapes.js").Shape} */ one, /** @type {string} */ name) =>
    press.button({ class: "chip", "data-focus": `shape:${one}` }, () => {
      showPreview(surface, { ...opening, shape: one });
      if (document.hasFocus()) focusInside(surface.places.content, `[data-focus="shape:${one}"]`);
    }, name);
  const changed = () => surface.keepDraft(draftKey(surface, card), typed);
  const manner = { replyPublic: state?.reply_public ?? null, typed, shape, several: also.length > 0 };
  const preview = buildPreview(card, manner, { back, shapeButton, changed });
  surface.open = { preview, query_id, also, confirming: false };
  press.settle();
  draw(surface);
  const gap = preview.firstEmpty();
  if (gap) gap.focus();
  else if (document.hasFocus()) focusInside(surface.places.bottom, ".primary");
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 * @returns {Record<string, string>} what was typed into its gaps before, by name
 */
function typedInto(surface, card) {
  const { drafts } = surface;
  const key = draftKey(surface, card);
  const typed = drafts.get(key) ?? {};
  drafts.set(key, typed);
  return typed;
}

/** @param {Surface} surface */
export function closePreview(surface) {
  const { open } = surface;
  if (open === null) return;
  surface.open = null;
  draw(surface);
  if (document.hasFocus()) focusInside(surface.places.content, `[data-focus="card:${CSS.escape(open.preview.card.answer_id)}"]`);
}

/**
 * Insert what the preview shows, if nothing is missing; internal words for a customer only when confirmed.
 *
 * @param {Surface} surface
 */
export function insertPreviewed(surface) {
  const { open, state } = surface;
  if (open === null || surface.busy || state === null) return;
  if (!state.has_editor) return copyPreviewed(surface);
  if (asksForGap(surface)) return;
  const { card, values } = open.preview;
  if (leaks(card, state.reply_public) && !open.confirming) {
    surface.open = { ...open, confirming: true };
    surface.press.settle();
    drawKeepingFocusOnPrimary(surface);
    if (!document.hasFocus()) surface.voice.say(t("internal_warning"));
    return;
  }
  void deliver(surface, "insert", card, open.query_id, values(), open);
}

/** @param {Surface} surface */
export function copyPreviewed(surface) {
  const { open } = surface;
  if (open === null || asksForGap(surface)) return;
  void deliver(surface, "copy", open.preview.card, open.query_id, open.preview.values(), open);
}

/**
 * Leave, one step at a time: the confirmation, the preview, the search, the frame.
 *
 * @param {Surface} surface
 */
export function escape(surface) {
  const { open, search, line } = surface;
  if (surface.wishes.asking) {
    surface.acts.stopAsking();
  } else if (open?.confirming) {
    surface.open = { ...open, confirming: false };
    drawKeepingFocusOnPrimary(surface);
  } else if (open) closePreview(surface);
  else if (surface.wishes.more !== null) surface.acts.less();
  else if (search.input.value !== "") search.clear();
  else if (surface.wishes.start) surface.acts.backToTicket();
  else if (!surface.panel) line.send({ type: "close" });
}

/**
 * @param {Surface} surface
 * @returns {boolean} whether something is still missing; the field for it then has the focus
 */
function asksForGap(surface) {
  const gap = surface.open?.preview.firstEmpty() ?? null;
  if (gap === null) return false;
  const elsewhere = document.activeElement !== gap;
  gap.focus();
  gap.setAttribute("aria-invalid", "true");
  const text = t("fill_in", gap.getAttribute("aria-label") ?? "");
  if (elsewhere && document.activeElement?.matches("input, select, textarea")) surface.voice.say(text);
  say(surface, { text, tone: "bad" });
  return true;
}

/**
 * @param {Surface} surface
 * @param {"insert" | "copy"} type
 * @param {Suggestion} card
 * @param {string} query  id
 * @param {Record<string, string>} values
 * @param {Surface["open"]} [open]  the preview it comes from
 */
async function deliver(surface, type, card, query, values, open = null) {
  if (surface.busy) return;
  surface.busy = true;
  const { answer_id, passage_id } = card;
  const body = open?.preview.body() ?? null;
  const outcome = await surface.line.deliver({ type, query_id: query, answer_id, passage_id, values, ...(body && { body, also: open?.also ?? [] }) });
  surface.busy = false;
  if (outcome.ok && surface.open?.preview.card === card) closeAfter(surface, card);
  if (outcome.ok && type === "insert") surface.search.clear();
  say(surface, outcomeStatus(outcome, type));
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 */
function closeAfter(surface, card) {
  if (surface.open?.also.length) surface.picked = [];
  surface.drafts.delete(draftKey(surface, card));
  surface.keepDraft(draftKey(surface, card), {});
  closePreview(surface);
}

/** @param {Surface} surface */
function drawKeepingFocusOnPrimary(surface) {
  draw(surface);
  if (document.hasFocus()) focusInside(surface.places.bottom, ".primary");
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 */
function draftKey({ state }, { answer_id, passage_id }) {
  return [state?.ticket_key, answer_id, passage_id].join("\n");
}
