// Moves the keyboard focus inside the frame. It never brings the focus into the frame: only a message that the agent asked
// for it, or something the agent pressed here, does that.

import { fill } from "../shared/dom.js";

/** So long a screen reader has time to follow the focus away from what goes, in milliseconds. */
const NOTICED = 150;

const FOCUSABLE = "button, input, textarea";

/**
 * Redraw, and put the focus back on what had it, or on what stands there now.
 *
 * @param {HTMLElement} place
 * @param {() => void} redraw
 */
export function keepFocus(place, redraw) {
  const had = place.contains(document.activeElement) ? document.activeElement : null;
  redraw();
  if (had === null || had.isConnected || !document.hasFocus()) return;
  (sameIn(staying(place), had) ?? firstIn(staying(place), FOCUSABLE))?.focus({ preventScroll: true });
}

/**
 * Draw something else in a place. What has the focus there gives it to what took its place, or to what the caller focuses
 * at once; only then it goes. A screen reader that learns of both at the same time takes the new one for the old one, and
 * says nothing.
 *
 * @param {HTMLElement} place
 * @param {Node[]} nodes
 */
export function exchange(place, nodes) {
  const had = focusedIn(place);
  if (had === null || sameIn(nodes, had)) return keepFocus(place, () => fill(place, ...nodes));
  retire([...place.children]);
  place.append(...nodes);
  handOn(had, nodes);
}

/**
 * Draw a place anew, but for what is the same already: a button drawn again under the focus would be read out again. Only
 * for buttons whose acts do not depend on when they were drawn.
 *
 * @param {HTMLElement} place
 * @param {Node[]} nodes
 */
export function renew(place, nodes) {
  const had = focusedIn(place);
  const old = staying(place);
  const wanted = nodes.map((node) => old.find((one) => one.isEqualNode(node)) ?? node);
  const going = old.filter((one) => !wanted.includes(one));
  const loses = had !== null && !wanted.some((one) => one.contains(had));
  if (loses) retire(going);
  else for (const one of going) one.remove();
  wanted.reduceRight((/** @type {Node | null} */ after, node) => (node.parentNode === place ? node : place.insertBefore(node, after)), null);
  if (loses) handOn(had, wanted);
}

/**
 * @param {Element} had  the focus until now
 * @param {Node[]} nodes  what came
 */
function handOn(had, nodes) {
  const same = sameIn(nodes, had);
  if (same) same.focus({ preventScroll: true });
  else setTimeout(() => document.activeElement === had && firstIn(nodes, FOCUSABLE)?.focus());
}

/**
 * @param {Element} place
 * @returns {Element | null} what the keyboard is at
 */
function focusedIn(place) {
  return document.hasFocus() && place.contains(document.activeElement) ? document.activeElement : null;
}

/**
 * Take something away when a screen reader has followed the focus away from it. Until then it is nothing but a hold for
 * the focus: the ids are those of what came, and the keys mean that.
 *
 * @param {Element[]} going
 */
function retire(going) {
  for (const one of going) {
    one.classList.add("leaving");
    for (const named of [one, ...one.querySelectorAll("[id]")]) named.removeAttribute("id");
  }
  setTimeout(() => going.forEach((one) => one.remove()), NOTICED);
}

/**
 * @param {Element} place
 * @returns {Element[]} what is in it, without what is about to go
 */
function staying(place) {
  return [...place.children].filter((one) => !one.classList.contains("leaving"));
}

/**
 * @param {Node[]} nodes
 * @param {Element} had
 * @returns {HTMLElement | null} what is the same button or field, drawn anew
 */
function sameIn(nodes, had) {
  const selector = `[data-focus="${CSS.escape(had.getAttribute("data-focus") ?? "")}"]`;
  return firstIn(nodes, selector);
}

/**
 * @param {Node[]} nodes
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function firstIn(nodes, selector) {
  for (const node of nodes) {
    const found = node instanceof Element ? (node.matches(selector) ? node : node.querySelector(selector)) : null;
    if (found instanceof HTMLElement) return found;
  }
  return null;
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
  return staying(content).flatMap((one) => [...one.querySelectorAll("button")].filter((button) => button.classList.contains("choose")));
}

/**
 * Focus the first thing to press in a place.
 *
 * @param {HTMLElement} place
 * @param {string} [selector]
 * @returns {boolean} whether there was one
 */
export function focusInside(place, selector = "input, button") {
  const found = firstIn(staying(place), selector);
  found?.focus();
  return found !== null;
}
