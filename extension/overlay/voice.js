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
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let over;
  let hears = true;
  let last = "";

  /**
   * @param {string} text
   * @param {number} wait
   * @param {() => boolean} [unneeded]
   */
  function write(text, wait, unneeded) {
    clearTimeout(soon);
    soon = setTimeout(() => {
      if (unneeded?.()) return;
      clearTimeout(over);
      live.textContent = "";
      soon = setTimeout(() => {
        live.textContent = text;
        over = setTimeout(() => live.replaceChildren(), LASTS);
      }, GONE);
    }, wait);
  }

  return {
    say(text) {
      if (hears && text !== "") write(text, 0);
    },
    show(text, wait) {
      if (text === last) return;
      last = text;
      if (hears && text !== "") write(text, wait, isHeard);
      else clearTimeout(soon);
    },
    listen(now) {
      hears = now;
      last = "";
      if (now) return;
      clearTimeout(soon);
      clearTimeout(over);
      live.replaceChildren();
    },
  };
}
