// Decides which screen the frame shows, from the state alone, and draws it.

import { h } from "../shared/dom.js";
import { plural, t } from "../shared/i18n.js";
import { trouble } from "../shared/trouble.js";
import { buildCard } from "./card.js";
import { cards, MOST } from "./choose.js";
import { buildIdle, buildLoading, buildNothingFits, buildSentence, buildTrouble } from "./notice.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {import("../shared/messages.js").SurfaceState} SurfaceState */
/** @typedef {import("../shared/messages.js").Connection} Connection */
/** @typedef {import("./choose.js").Shown} Shown */
/** @typedef {import("./press.js").Press} Press */

/**
 * What the agent did in the frame, beside what the background says.
 * @typedef {object} Wishes
 * @property {string} query  in the search box, trimmed
 * @property {boolean} weak  to see weak matches
 * @property {boolean} all  to see all results of the search
 */

/**
 * @typedef {object} List
 * @property {"cards"} kind
 * @property {Suggestion[]} cards
 * @property {string} query_id
 * @property {string} language  of the ticket
 * @property {string} heading
 * @property {number} more  results that are there and not shown
 * @property {boolean} stale  the search box has moved on
 */

/**
 * @typedef {List
 *   | {kind: "loading"}
 *   | {kind: "idle", off: boolean}
 *   | {kind: "trouble", connection: Connection}
 *   | {kind: "nothing", weak: number}
 *   | {kind: "sentence", sentence: string, more?: string}} Screen
 */

/**
 * @param {SurfaceState | null} state
 * @param {Shown} shown
 * @param {Wishes} wishes
 * @returns {Screen}
 */
export function decide(state, shown, wishes) {
  if (state === null) return { kind: "loading" };
  const { response } = shown;
  const broken = trouble(state.connection) !== null;
  if (broken && (response === null || wishes.query !== "")) return { kind: "trouble", connection: state.connection };
  if (wishes.query !== "") return searched(state, wishes);
  if (response === null) return withoutResponse(state);
  const found = cards(response);
  if (found.length === 0 || (!response.confident && !wishes.weak)) return { kind: "nothing", weak: found.length };
  const heading = [response.confident ? "" : t("weak_heading"), noEditor(state)].filter(Boolean).join(" ");
  const { query_id, language } = response;
  return { kind: "cards", cards: found, query_id, language, heading, more: 0, stale: false };
}

/**
 * @param {Screen} screen
 * @param {Press} press
 * @param {import("./card.js").CardActs & import("./notice.js").NoticeActs & {showAll: () => void}} acts
 * @returns {Node[]}
 */
export function drawScreen(screen, press, acts) {
  switch (screen.kind) {
    case "loading":
      return [buildLoading()];
    case "idle":
      return [screen.off ? buildSentence(t("site_is_off"), t("site_is_off_more")) : buildIdle(press, acts)];
    case "nothing":
      return [buildNothingFits(screen.weak, press, acts)];
    case "sentence":
      return [buildSentence(screen.sentence, screen.more)];
    case "trouble": {
      const what = trouble(screen.connection);
      return what ? [buildTrouble(what, screen.connection.detail, press, acts)] : [];
    }
    case "cards":
      return drawList(screen, press, acts);
  }
}

/**
 * @param {List} screen
 * @param {Press} press
 * @param {import("./card.js").CardActs & {showAll: () => void}} acts
 * @returns {Node[]}
 */
function drawList({ cards: found, language, heading, more, stale }, press, acts) {
  const items = found.map((card, index) => buildCard(card, index < MOST ? index + 1 : null, language, press, acts));
  const list = h("ol", { class: "cards", "aria-label": t("list_name"), "aria-busy": stale ? "true" : null }, ...items);
  return [
    ...(heading ? [h("p", { class: "heading" }, heading)] : []),
    list,
    ...(more > 0 ? [h("p", { class: "more" }, press.button({ class: "plain", "data-focus": "more" }, acts.showAll, plural("show_more", more)))] : []),
  ];
}

/**
 * @param {SurfaceState} state
 * @param {Wishes} wishes
 * @returns {Screen}
 */
function searched(state, { query, all }) {
  const { search } = state;
  if (search === null) return { kind: "loading" };
  const stale = search.query.trim() !== query;
  if (search.results.length === 0) return stale ? { kind: "loading" } : { kind: "sentence", sentence: t("search_nothing", query), more: t("search_advice") };
  const heading = [plural("search_found", search.total), noEditor(state)].filter(Boolean).join(" ");
  const shownResults = all ? search.results : search.results.slice(0, MOST);
  return {
    kind: "cards",
    cards: shownResults,
    query_id: search.query_id,
    language: state.response?.language ?? shownResults[0]?.language ?? "",
    heading,
    more: search.results.length - shownResults.length,
    stale,
  };
}

/**
 * @param {SurfaceState} state
 * @returns {Screen}
 */
function withoutResponse({ phase, connection, enabled }) {
  switch (phase) {
    case "idle":
      return { kind: "idle", off: !enabled };
    case "failed":
      return { kind: "trouble", connection: { ...connection, state: "error" } };
    case "loading":
    case "ready":
      return { kind: "loading" };
  }
}

/** @param {SurfaceState} state */
function noEditor(state) {
  return state.has_editor ? "" : t("no_editor");
}

/**
 * What a screen reader is told when a screen appears.
 *
 * @param {Screen} screen
 * @returns {string}
 */
export function spoken(screen) {
  switch (screen.kind) {
    case "loading":
      return t("loading");
    case "idle":
      return t(screen.off ? "site_is_off" : "idle");
    case "nothing":
      return t("nothing_fits");
    case "sentence":
      return screen.sentence;
    case "trouble":
      return trouble(screen.connection)?.sentence ?? "";
    case "cards":
      return screen.stale ? "" : [plural("spoken_found", screen.cards.length), screen.cards[0]?.title ?? ""].join(" ");
  }
}
