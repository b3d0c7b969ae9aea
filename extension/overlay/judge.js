// What an agent says about an answer on its card, or asks the team for; the foot says what became of it.

import { t } from "../shared/i18n.js";
import { queryId } from "./acts.js";
import { draw, say } from "./draw.js";
import { focusInside } from "./focus.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */
/** @typedef {import("../shared/messages.js").Judgement} Judgement */
/** @typedef {import("./surface.js").Surface} Surface */

/**
 * What the buttons for it do.
 *
 * @param {() => Surface} get
 * @returns {import("./more.js").MoreActs & {more: (card: Suggestion) => void, ask: () => void, asked: (words: string) => void}}
 */
export function makeJudgeActs(get) {
  return {
    more: (card) => toggle(get(), card),
    pick: (card) => pick(get(), card),
    helped: (card, said) => void helped(get(), card, said),
    flag: (card) => flag(get(), card),
    flagged: (card, reason) => void flagged(get(), card, reason),
    verify: (card) => void judge(get(), { kind: "verify", answer_id: card.answer_id }, t("said_verified")),
    pin: (card) => {
      const pinned = card.pinned !== "own";
      void judge(get(), { kind: "pin", answer_id: card.answer_id, pinned }, t(pinned ? "said_pinned" : "said_unpinned"));
    },
    words: (key) => get().words.get(key) ?? "",
    typed: (key, words) => void get().words.set(key, words),
    ask: () => startAsking(get()),
    asked: (words) => void asked(get(), words),
  };
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 */
function toggle(surface, card) {
  const { wishes } = surface;
  Object.assign(wishes, { more: wishes.more === card.answer_id ? null : card.answer_id, flagging: false });
  draw(surface);
}

/**
 * Put an answer at the end of the reply that is being put together, or take it out.
 *
 * @param {Surface} surface
 * @param {Suggestion} card
 */
export function pick(surface, card) {
  const there = surface.picked.some(({ answer_id }) => answer_id === card.answer_id);
  const others = surface.picked.filter(({ answer_id }) => answer_id !== card.answer_id);
  surface.picked = there ? others : [...others, { ...card, query_id: queryId(surface) }];
  draw(surface);
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 * @param {"helpful" | "not_helpful"} said
 */
async function helped(surface, card, said) {
  if (surface.said.get(card.answer_id) === said) return;
  if (await judge(surface, { kind: said, query_id: queryId(surface), answer_id: card.answer_id }, t("said_helped"))) surface.said.set(card.answer_id, said);
  draw(surface);
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 */
function flag(surface, card) {
  surface.wishes.flagging = !surface.wishes.flagging;
  draw(surface);
  if (surface.wishes.flagging) focusInside(surface.places.content, `[data-focus="reason:${CSS.escape(card.answer_id)}"]`);
}

/**
 * @param {Surface} surface
 * @param {Suggestion} card
 * @param {string} reason
 */
async function flagged(surface, card, reason) {
  if (!(await judge(surface, { kind: "flag", answer_id: card.answer_id, reason }, t("said_flagged")))) return;
  surface.words.delete(`reason:${card.answer_id}`);
  surface.wishes.flagging = false;
  draw(surface);
}

/** @param {Surface} surface */
function startAsking(surface) {
  surface.wishes.asking = true;
  if (!surface.words.get("ask")) surface.words.set("ask", surface.wishes.query);
  draw(surface);
  focusInside(surface.places.content, "textarea");
}

/**
 * @param {Surface} surface
 * @param {string} words
 */
async function asked(surface, words) {
  if (words === "") {
    focusInside(surface.places.content, "textarea");
    say(surface, { text: t("ask_empty"), tone: "bad" });
    return;
  }
  if (!(await judge(surface, { kind: "ask", query_id: queryId(surface), words }, t("said_asked")))) return;
  surface.words.delete("ask");
  surface.wishes.asking = false;
  draw(surface);
}

/**
 * @param {Surface} surface
 * @param {Judgement} judgement
 * @param {string} done  what to say when the sidecar has it
 * @returns {Promise<boolean>}
 */
async function judge(surface, judgement, done) {
  const { ok, code } = await surface.line.judge(judgement);
  say(surface, ok ? { text: done, tone: "good" } : { text: t(code === "forbidden" ? "failed_forbidden" : "failed_judgement"), tone: "bad" });
  return ok;
}
