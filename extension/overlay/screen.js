// Decides which screen the frame shows, from the state alone, and draws it.

import { h } from "../shared/dom.js";
import { plural, t } from "../shared/i18n.js";
import { trouble } from "../shared/trouble.js";
import { buildCard } from "./card.js";
import { cards, KEYS, MOST } from "./choose.js";
import { plainView } from "./more.js";
import { buildAsking, buildIdle, buildLoading, buildNothingFits, buildNothingFound, buildSentence, buildTrouble } from "./notice.js";
import { placeOf, sentence } from "./spoken.js";

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
 * @property {boolean} start  to see pinned and often used answers
 * @property {boolean} asking  to ask the team for an answer
 * @property {string | null} more  the answer whose further actions are open
 * @property {boolean} flagging  to say what is wrong with that answer
 */

/** @typedef {{showAll: () => void, backToTicket: () => void}} ListActs */

/**
 * What the agent did with cards: what they said of them, by answer; and which they want in one reply, in order.
 * @typedef {{said: Record<string, "helpful" | "not_helpful">, picked: string[]}} Marks
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
 * @property {boolean} [counted]  the heading says how many there are
 * @property {boolean} [back]  there are the ticket's own answers to go back to
 * @property {number} [second]  where a second group begins: the answers used last
 * @property {import("../shared/messages.js").LeftOut[]} [leftOut]
 * @property {Record<string, import("./more.js").CardView>} views  of those that are not plain, by answer
 */

/**
 * @typedef {List
 *   | {kind: "loading"}
 *   | {kind: "idle", off: boolean}
 *   | {kind: "trouble", connection: Connection}
 *   | {kind: "nothing", weak: number}
 *   | {kind: "asking"}
 *   | {kind: "sentence", sentence: string, more?: string, ask?: boolean}} Screen
 */

/**
 * @param {SurfaceState | null} state
 * @param {Shown} shown
 * @param {Wishes} wishes
 * @param {Marks} marks
 * @returns {Screen}
 */
export function decide(state, shown, wishes, marks) {
  const screen = wishes.asking && state !== null ? { kind: /** @type {const} */ ("asking") } : main(state, shown, wishes);
  return screen.kind === "cards" ? { ...screen, views: viewsOf(screen.cards, wishes, marks, state?.connection.role) } : screen;
}

/**
 * @param {SurfaceState | null} state
 * @param {Shown} shown
 * @param {Wishes} wishes
 * @returns {Screen}
 */
function main(state, shown, wishes) {
  if (state === null) return { kind: "loading" };
  const { response } = shown;
  const broken = trouble(state.connection) !== null;
  if (broken && (response === null || wishes.query !== "")) return { kind: "trouble", connection: state.connection };
  if (wishes.query !== "") return searched(state, wishes);
  if (state.start && (wishes.start || (response === null && state.phase === "idle"))) return started(state.start, state, wishes.start);
  if (response === null) return withoutResponse(state);
  const found = cards(response);
  if (found.length === 0 || (!response.confident && !wishes.weak)) return { kind: "nothing", weak: found.length };
  const heading = sentences(response.confident ? "" : t("weak_heading"), noEditor(state));
  const { query_id, language } = response;
  return { kind: "cards", cards: found, query_id, language, heading, more: 0, stale: false, leftOut: response.left_out ?? [], views: {} };
}

/**
 * @param {NonNullable<SurfaceState["start"]>} start
 * @param {SurfaceState} state
 * @param {boolean} back
 * @returns {Screen}
 */
function started({ query_id, often, recent }, state, back) {
  if (often.length + recent.length === 0) return { kind: "idle", off: !state.enabled };
  const language = state.response?.language ?? often[0]?.language ?? "";
  const heading = sentences(state.enabled ? "" : t("site_is_off"), t("start_often"), state.enabled ? noEditor(state) : "");
  return { kind: "cards", cards: [...often, ...recent], query_id, language, heading, more: 0, stale: false, back, second: often.length, views: {} };
}

/**
 * @param {Suggestion[]} found
 * @param {Wishes} wishes
 * @param {Marks} marks
 * @param {Connection["role"]} role
 * @returns {List["views"]}
 */
function viewsOf(found, { more, flagging }, { said, picked }, role) {
  const views = found.map(({ answer_id: id }) => {
    const place = picked.indexOf(id);
    const view = { open: more === id, flagging: more === id && flagging, said: said[id] ?? null, place: place < 0 ? null : place + 1, mayVerify: role === "expert" || role === "admin" };
    return /** @type {const} */ ([id, view]);
  });
  return Object.fromEntries(views.filter(([, view]) => view.open || view.place !== null));
}

/**
 * @param {Screen} screen
 * @param {Press} press
 * @param {import("./card.js").CardActs & import("./more.js").MoreActs & import("./notice.js").NoticeActs & ListActs} acts
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
      return [screen.ask ? buildNothingFound(screen.sentence, screen.more ?? "", press, acts) : buildSentence(screen.sentence, screen.more)];
    case "asking":
      return [buildAsking(press, acts)];
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
 * @param {import("./card.js").CardActs & import("./more.js").MoreActs & ListActs} acts
 * @returns {Node[]}
 */
function drawList({ cards: found, language, heading, more, stale, back, second, leftOut = [], views }, press, acts) {
  const numbered = second === undefined ? MOST : KEYS;
  const items = found.map((card, index) => buildCard(card, { key: index < numbered ? index + 1 : null, said: placeOf(index + 1, found.length) }, language, views[card.answer_id] ?? plainView, press, acts));
  const list = (/** @type {string} */ name, /** @type {HTMLElement[]} */ some) => h("ol", { class: "cards", "aria-label": name, "aria-busy": stale ? "true" : null }, ...some);
  const split = second ?? items.length;
  const later = items.slice(split);
  return [
    ...(heading ? [h("p", { class: "heading" }, heading)] : []),
    ...(split > 0 ? [list(t("list_name"), items.slice(0, split))] : []),
    ...(later.length > 0 ? [h("p", { class: "heading again" }, t("start_recent")), list(t("start_recent"), later)] : []),
    ...(back ? [h("p", { class: "more" }, press.button({ class: "plain", "data-focus": "back-to-ticket" }, acts.backToTicket, t("back_to_ticket")))] : []),
    ...(leftOut.length > 0 ? [drawLeftOut(leftOut)] : []),
    ...(more > 0 ? [h("p", { class: "more" }, press.button({ class: "plain", "data-focus": "more" }, acts.showAll, plural("show_more", more)))] : []),
  ];
}

/** @param {import("../shared/messages.js").LeftOut[]} leftOut */
function drawLeftOut(leftOut) {
  const lines = leftOut.map(({ title, rule }) => h("li", {}, h("bdi", {}, title), rule && ` (${[rule.by, rule.note].filter(Boolean).join(": ")})`));
  return h("details", { class: "left-out" }, h("summary", {}, plural("left_out", leftOut.length)), h("ul", {}, ...lines));
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
  if (search.results.length === 0) return stale ? { kind: "loading" } : { kind: "sentence", sentence: t("search_nothing", query), more: t("search_advice"), ask: true };
  const corrected = search.corrected ? t("search_corrected", search.corrected) : "";
  const heading = sentences(corrected, plural("search_found", search.total), noEditor(state));
  const shownResults = all ? search.results : search.results.slice(0, MOST);
  return {
    kind: "cards",
    cards: shownResults,
    query_id: search.query_id,
    language: state.response?.language ?? shownResults[0]?.language ?? "",
    heading,
    more: search.results.length - shownResults.length,
    stale,
    counted: true,
    views: {},
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

/**
 * @param {...string} parts  of a heading; empty ones count for nothing
 * @returns {string} each with a full stop before the next
 */
function sentences(...parts) {
  const said = parts.filter((words) => words !== "");
  return said.map((words, index) => (index < said.length - 1 ? sentence(words) : words)).join(" ");
}

/** @param {SurfaceState} state */
function noEditor(state) {
  return state.has_editor ? "" : t("no_editor");
}
