// The keyboard in the frame. What gives the focus back to the page happens when the key comes up, so that no stray `keyup`
// reaches the page; and only if the key went down here, so that the shortcut that opened the frame does nothing more.

/**
 * @typedef {object} KeyActs
 * @property {(target: EventTarget | null) => void} enter
 * @property {() => void} escape
 * @property {(position: number) => void} digit  from 1
 * @property {(step: "next" | "previous" | "first" | "last") => boolean} move  whether it had an effect
 * @property {(direction: "in" | "out") => boolean} read  into the whole text and back; whether it had an effect
 * @property {() => void} search  put the caret into the search box
 */

/**
 * @param {Document} page
 * @param {KeyActs} acts
 */
export function listenToKeys(page, acts) {
  /** @type {string | null} */
  let down = null;

  page.addEventListener("keydown", (event) => {
    down = null;
    if (!event.isTrusted || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const writing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
    if (event.key === "Enter" && event.target instanceof Element && event.target.matches("summary")) return;
    if (onRelease(event.key, writing)) {
      event.preventDefault();
      if (!event.repeat) down = event.key;
    } else if (!isOwn(event) && atOnce(event, writing)) {
      event.preventDefault();
    } else if (!writing && event.key.length === 1 && event.key !== " ") {
      acts.search();
    }
  });

  page.addEventListener("keyup", (event) => {
    if (!event.isTrusted || down !== event.key) return;
    down = null;
    if (event.key === "Enter") acts.enter(event.target);
    else if (event.key === "Escape") acts.escape();
    else acts.digit(Number(event.key));
  });

  /**
   * @param {KeyboardEvent} event
   * @param {boolean} writing
   * @returns {boolean} whether the key is used up
   */
  function atOnce(event, writing) {
    const rightToLeft = getComputedStyle(page.documentElement).direction === "rtl";
    switch (event.key) {
      case "ArrowDown":
        return acts.move("next");
      case "ArrowUp":
        return acts.move("previous");
      case "Home":
        return !writing && acts.move("first");
      case "End":
        return !writing && acts.move("last");
      case "ArrowRight":
        return !writing && acts.read(rightToLeft ? "out" : "in");
      case "ArrowLeft":
        return !writing && acts.read(rightToLeft ? "in" : "out");
      case "/":
        if (!writing) acts.search();
        return !writing;
      default:
        return false;
    }
  }
}

/**
 * Whether a key has a meaning of its own where it is pressed: lines of text, a choice, a part of the preview to select.
 *
 * @param {KeyboardEvent} event
 */
function isOwn({ target, key, shiftKey }) {
  if (!(target instanceof Element)) return false;
  if (target.matches("textarea, select, [type='date'], .words")) return true;
  return shiftKey && key !== "/" && target.closest(".reading") !== null;
}

/**
 * @param {string} key
 * @param {boolean} writing
 */
function onRelease(key, writing) {
  return key === "Enter" || key === "Escape" || (!writing && /^[1-9]$/.test(key));
}
