// Which card is taken by the Enter key of an editor that has the focus itself.

import { cardsIn } from "./focus.js";

/** @typedef {import("./surface.js").Surface} Surface */

/**
 * Show which reply Enter would take, and tell the editor whether there is one.
 *
 * @param {Surface} surface
 */
export function markCurrent({ slash, places, line }) {
  const buttons = cardsIn(places.content);
  for (const [index, button] of buttons.entries()) {
    const current = slash !== null && index === slash.at;
    button.closest(".card")?.classList.toggle("current", current);
    if (current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    if (current) button.closest(".card")?.scrollIntoView({ block: "nearest" });
  }
  if (slash !== null) line.send({ type: "slash_offered", count: buttons.length });
}
