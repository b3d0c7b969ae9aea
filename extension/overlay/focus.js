// Moves the keyboard focus inside the frame. It never brings the focus into the frame: only a message that the agent asked
// for it, or something the agent pressed here, does that.

/**
 * Redraw, and put the focus back on what had it, or on what stands there now.
 *
 * @param {HTMLElement} place
 * @param {() => void} redraw
 */
export function keepFocus(place, redraw) {
  const had = place.contains(document.activeElement) ? document.activeElement : null;
  const key = had?.getAttribute("data-focus") ?? "";
  redraw();
  if (had === null || had.isConnected || !document.hasFocus()) return;
  const again = place.querySelector(`[data-focus="${CSS.escape(key)}"]`) ?? place.querySelector("button, input");
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/**
 * Go up or down through the search box and the cards.
 *
 * @param {HTMLInputElement} search
 * @param {HTMLElement} content
 * @param {"next" | "previous" | "first" | "last"} step
 * @returns {boolean} whether there was anywhere to go
 */
export function moveThrough(search, content, step) {
  const stops = [search, ...cardsIn(content)];
  if (stops.length === 1) return false;
  const here = document.activeElement?.closest(".card")?.querySelector(".choose") ?? document.activeElement;
  const at = stops.findIndex((stop) => stop === here);
  const to = { next: at < 0 ? 1 : at + 1, previous: at < 0 ? 1 : at - 1, first: 1, last: stops.length - 1 }[step];
  const stop = stops[Math.max(0, Math.min(stops.length - 1, to))];
  stop?.focus();
  stop?.closest(".card")?.scrollIntoView({ block: "nearest" });
  return true;
}

/**
 * The main buttons of the cards, in order.
 *
 * @param {HTMLElement} content
 * @returns {HTMLButtonElement[]}
 */
export function cardsIn(content) {
  return [...content.querySelectorAll("button")].filter((button) => button.classList.contains("choose"));
}

/**
 * Focus the first thing to press in a place.
 *
 * @param {HTMLElement} place
 * @param {string} [selector]
 * @returns {boolean} whether there was one
 */
export function focusInside(place, selector = "input, button") {
  const found = place.querySelector(selector);
  if (!(found instanceof HTMLElement)) return false;
  found.focus();
  return true;
}
