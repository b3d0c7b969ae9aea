// Saved replies in place: the editor has the focus and hands over what is typed after its `/` and the keys that choose.

import { choose, needsLook } from "./acts.js";
import { markCurrent } from "./current.js";
import { draw } from "./draw.js";
import { cardsIn } from "./focus.js";
import { placeOf } from "./spoken.js";

/** @typedef {import("./surface.js").Surface} Surface */

/**
 * @param {Surface} surface
 * @param {string | null} query  null: it is over
 */
export function takeSlash(surface, query) {
  surface.slash = query === null ? null : { query, at: 0 };
  surface.open = null;
  Object.assign(surface.wishes, { query: query ?? "", all: false, start: query === "", more: null, asking: false });
  surface.search.input.value = query ?? "";
  surface.line.send(query === "" ? { type: "browse" } : { type: "search", query: query ?? "" });
  draw(surface);
}

/**
 * @param {Surface} surface
 * @param {"next" | "previous" | "choose" | "close"} key
 */
export function takeSlashKey(surface, key) {
  const { slash } = surface;
  if (slash === null) return;
  const buttons = cardsIn(surface.places.content);
  if (key === "choose") return chooseAt(surface, buttons[slash.at]);
  const step = key === "next" ? 1 : -1;
  slash.at = Math.max(0, Math.min(buttons.length - 1, slash.at + step));
  markCurrent(surface);
  const title = buttons[slash.at]?.textContent;
  if (title) surface.voice.say(`${title}. ${placeOf(slash.at + 1, buttons.length)}`);
}

/**
 * @param {Surface} surface
 * @param {HTMLButtonElement | undefined} button
 */
function chooseAt(surface, button) {
  const id = button?.closest("[data-answer]")?.getAttribute("data-answer");
  const { search, start } = surface.state ?? {};
  const card = [...(search?.results ?? []), ...(start?.often ?? []), ...(start?.recent ?? [])].find(({ answer_id }) => answer_id === id);
  if (!card) return;
  choose(surface, card);
  // What is asked for is typed here: the keyboard has to come along.
  if (needsLook(surface, card)) surface.line.send({ type: "take_focus" });
}
