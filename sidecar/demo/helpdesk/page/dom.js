// Builds elements without markup strings, and formats the two things that every part shows: people and times.

/**
 * Make an element.
 * @param {string} tag  with classes, as in "li.message.message-agent"
 * @param {Record<string, string | boolean | ((event: any) => void)>} [attributes]  functions become listeners
 * @param {...(Node | string | null | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const [name = "div", ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

// Keeps two Arabic letters from growing together.
const JOINER = "\u200c";

/**
 * @param {string} name
 * @returns {string} one or two letters for a round picture
 */
export function initials(name) {
  const words = name.split(/\s+/u);
  const outer = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  return outer.map((word) => [...(word ?? "")].at(0) ?? "").join(JOINER);
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/**
 * @param {string} at  ISO 8601
 * @returns {HTMLElement} a `time` that reads "2 hours ago" and tells the exact time on hover
 */
export function when(at) {
  const seconds = (Date.parse(at) - Date.now()) / 1000;
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  const words = unit ? relative.format(Math.round(seconds / unit[1]), unit[0]) : "just now";
  return h("time", { datetime: at, title: exact.format(new Date(at)) }, words);
}
