// Draft.js keeps its content as blocks with styled ranges; this writes them as HTML for comparing.

const TAGS = { "unordered-list-item": "li", "ordered-list-item": "li" };

/** @param {string} value */
const escaped = (value) => value.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/**
 * @param {any} block  of a raw content state
 * @param {any} entities
 */
function lineOf({ text, inlineStyleRanges, entityRanges }, entities) {
  const marks = [
    ...inlineStyleRanges.filter(({ style }) => style === "BOLD").map((range) => ({ ...range, open: "<b>", close: "</b>" })),
    ...entityRanges.map((range) => {
      const { type, data } = entities[range.key];
      return type === "LINK"
        ? { ...range, open: `<a href="${escaped(data.url)}">`, close: "</a>" }
        : { ...range, open: `<img src="${escaped(data.src ?? "")}">`, close: "" };
    }),
  ];
  let html = "";
  for (let at = 0; at <= text.length; at += 1) {
    html += marks.filter(({ offset, length }) => offset + length === at).map(({ close }) => close).reverse().join("");
    html += marks.filter(({ offset }) => offset === at).map(({ open }) => open).join("");
    const picture = marks.some(({ offset, open }) => open.startsWith("<img") && (offset === at || offset + 1 === at));
    if (!picture) html += escaped(text[at] ?? "").replace("\n", "<br>");
  }
  return html;
}

/**
 * @param {any} raw  what convertToRaw() returns
 * @returns {string}
 */
export function htmlOfRaw({ blocks, entityMap }) {
  return blocks
    .map((block) => {
      const tag = TAGS[block.type] ?? "p";
      return `<${tag}>${lineOf(block, entityMap)}</${tag}>`;
    })
    .join("");
}
