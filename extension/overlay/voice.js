// What a screen reader is told beside the focus: one thing at a time, nothing at every key, nothing that is over.

/** A text that is written anew has to be gone for a moment, or it counts as the same one: in milliseconds. */
const GONE = 60;

/** What is told stays so long; read later, in passing, it would no longer be true. In milliseconds. */
const LASTS = 5000;

/**
 * @typedef {object} Voice
 * @property {(text: string) => void} say  what was just done
 * @property {(text: string, wait: number) => void} show  what came up on screen, unless something else does within that
 *   time in milliseconds, or it is still what was told last
 * @property {(hears: boolean) => void} listen  nobody hears a frame that is hidden, and once shown it is not to say what
 *   happened before
 */

/**
 * @param {HTMLElement} live  the polite live region
 * @param {() => boolean} isHeard  whether the focus itself tells what came up on screen
 * @returns {Voice}
 */
export function createVoice(live, isHeard) {
  /** What came up and is not told yet. @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  /** What is being told: first the region is emptied. @type {ReturnType<typeof setTimeout> | undefined} */
  let next;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let over;
  let hears = true;
  let last = "";

  /** @param {string} text */
  function tell(text) {
    clearTimeout(next);
    clearTimeout(over);
    live.textContent = "";
    next = setTimeout(() => {
      live.textContent = text;
      over = setTimeout(() => live.replaceChildren(), LASTS);
    }, GONE);
  }

  return {
    say(text) {
      if (!hears || text === "") return;
      clearTimeout(soon);
      tell(text);
    },
    show(text, wait) {
      if (text === last) return;
      last = text;
      clearTimeout(soon);
      if (hears && text !== "") soon = setTimeout(() => isHeard() || tell(text), wait);
    },
    listen(now) {
      hears = now;
      last = "";
      if (now) return;
      for (const timer of [soon, next, over]) clearTimeout(timer);
      live.replaceChildren();
    },
  };
}
