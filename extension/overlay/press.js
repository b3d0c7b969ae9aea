// Buttons that only a person can press, and that leave the page's editor its focus.

/** @typedef {import("../shared/dom.js").Child} Child */

import { h } from "../shared/dom.js";

/** How long after something appeared a press does not count: nobody reads a button that fast. In milliseconds. */
export const SETTLING = 300;

/**
 * @typedef {object} Press
 * @property {(attributes: Record<string, string | boolean | null>, act: () => void, ...children: Child[]) => HTMLButtonElement} button
 * @property {(target: EventTarget | null) => boolean} activate  press the button that has the focus, for Enter; whether there was one
 * @property {() => void} settle  something new stands under the pointer: presses count again after a moment
 */

/**
 * Make the buttons of one document.
 *
 * Enter is left to the key handler, which acts when the key comes up: acting when it goes down would give the page, which gets
 * the focus back, a stray `keyup`.
 *
 * @param {Document} page
 * @returns {Press}
 */
export function createPress(page) {
  /** @type {WeakMap<Element, () => void>} */
  const acts = new WeakMap();
  let settledAt = 0;

  /** @param {Element} button */
  function act(button) {
    if (performance.now() < settledAt) return;
    if (button.getAttribute("aria-disabled") !== "true") acts.get(button)?.();
  }

  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button && event.isTrusted) act(button);
  });
  page.addEventListener("mousedown", (event) => {
    if (event.target instanceof Element && !event.target.closest("input, select, textarea, .reply")) event.preventDefault();
  });

  return {
    button(attributes, handler, ...children) {
      const made = h("button", { type: "button", ...attributes }, ...children);
      acts.set(made, handler);
      return made;
    },
    activate(target) {
      const button = target instanceof Element ? target.closest("button") : null;
      if (button) act(button);
      return button !== null;
    },
    settle() {
      settledAt = performance.now() + SETTLING;
    },
  };
}
