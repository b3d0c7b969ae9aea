// Several answers in one reply: one preview of all, in the order in which they were chosen, and one insertion.

import { plural } from "../shared/i18n.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */

/** Worst first: a reply is as good as the least of its parts. */
const states = /** @type {const} */ (["flagged", "changed", "due", "unverified", "verified"]);

/**
 * @param {Suggestion[]} cards  at least one, in order
 * @returns {Suggestion}
 */
export function together(cards) {
  const [first] = cards;
  if (!first) throw new Error("There is nothing to put together.");
  const worst = [...cards].sort((a, b) => states.indexOf(a.trust.state) - states.indexOf(b.trust.state))[0] ?? first;
  const audiences = cards.map(({ audience }) => audience);
  return {
    ...first,
    title: plural("together", cards.length),
    html: cards.map(({ html }) => html).join(""),
    text: cards.map(({ text }) => text).join("\n\n"),
    placeholders: [...new Map(cards.flatMap(({ placeholders }) => placeholders.map((one) => [one.name, one]))).values()],
    trust: { ...worst.trust, conflicts: cards.reduce((sum, { trust }) => sum + trust.conflicts, 0) },
    audience: audiences.includes("internal") ? "internal" : audiences.includes("unknown") ? "unknown" : "public",
    actions: cards.flatMap(({ actions }) => actions ?? []),
    url: null,
    reasons: [],
  };
}
