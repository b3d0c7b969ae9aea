// What is told in sentences: what stands behind a card, and, for those who do not see it, the card and the screen.

import { languageName, number, plural, t } from "../shared/i18n.js";
import { trouble } from "../shared/trouble.js";
import { trustMark, trustSentence } from "./trust.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */

/**
 * @param {string} words
 * @returns {string} with a full stop where it has no end of its own
 */
export function sentence(words) {
  return /[.!?:…。؟！？：]$/.test(words) ? words : `${words}.`;
}

/**
 * What stands behind a card, in sentences: contradictions, and the sidecar's reasons, of which trust is one.
 *
 * @param {Suggestion} card
 * @returns {string[]}
 */
export function whyThis(card) {
  const unverified = card.trust.state === "unverified" ? trustSentence(card.trust) : "";
  return [...card.reasons, conflict(card), unverified].filter((words) => words !== "").map(sentence);
}

/**
 * @param {Suggestion} card
 * @returns {string}
 */
export function conflict(card) {
  return card.trust.conflicts > 0 ? plural("differs", card.trust.conflicts) : "";
}

/**
 * @param {number} place  from 1
 * @param {number} count
 * @returns {string} such as "2 of 5"
 */
export function placeOf(place, count) {
  return t("spoken_place", number(place), number(count));
}

/**
 * A card for those who do not see it, after its title: where it stands, how far to rely on it, what to look out for, what
 * it says, and why it is here.
 *
 * @param {Suggestion} card
 * @param {string} place
 * @param {string} said  the excerpt
 * @param {boolean} foreign  it is in another language than the ticket
 * @returns {string}
 */
export function describe(card, place, said, foreign) {
  const gaps = card.placeholders.filter(({ missing }) => missing).length;
  const parts = [
    place,
    trustMark(card.trust).word,
    card.audience === "internal" ? t("audience_internal") : "",
    foreign ? languageName(card.language) : "",
    card.pinned === "team" ? t("pinned_team") : card.pinned === "own" ? t("pinned_own") : "",
    gaps > 0 ? plural("asks_for", gaps) : "",
    conflict(card),
    said.trim(),
    ...card.reasons,
  ];
  return parts.filter((words) => words !== "").map(sentence).join(" ");
}

/**
 * What a screen reader is told when a screen appears.
 *
 * @param {import("./screen.js").Screen} screen
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
    case "asking":
      return t("ask_label");
    case "trouble":
      return trouble(screen.connection)?.sentence ?? "";
    case "cards": {
      if (screen.stale) return "";
      const count = screen.counted ? "" : plural("spoken_found", screen.cards.length);
      return [screen.heading && sentence(screen.heading), count, screen.cards[0]?.title ?? ""].filter(Boolean).join(" ");
    }
  }
}
