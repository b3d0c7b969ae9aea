// What the preview shows, as the HTML and the text that go into the editor: the words typed into gaps in their places,
// addresses and pictures as they were, and nothing that is only there to be looked at.

/** @typedef {{html: string, text: string}} Body */

const inline = new Set("A B CODE DEL EM I INS KBD MARK S SMALL SPAN STRONG SUB SUP U".split(" "));
const empty = new Set(["BR", "HR"]);

/**
 * @param {Node} root  its children are taken
 * @param {(name: string) => string} valueOf  what stands in a gap, by the placeholder's name
 * @returns {Body}
 */
export function serialise(root, valueOf) {
  return { html: htmlOf(root, valueOf), text: textOf(root, valueOf).replaceAll(/[ \t]+\n/g, "\n").replaceAll(/\n{3,}/g, "\n\n").trim() };
}

/**
 * The name of the placeholder that a field or its echo stands for.
 *
 * @param {Element} element
 * @returns {string | null}
 */
function gapOf(element) {
  return element.getAttribute("data-gap");
}

/**
 * @param {Node} parent
 * @param {(name: string) => string} valueOf
 * @returns {string}
 */
function htmlOf(parent, valueOf) {
  let html = "";
  for (const node of parent.childNodes) {
    if (node instanceof Text) html += escape(node.data);
    else if (node instanceof HTMLElement) html += elementOf(node, valueOf);
  }
  return html;
}

/**
 * @param {HTMLElement} element
 * @param {(name: string) => string} valueOf
 * @returns {string}
 */
function elementOf(element, valueOf) {
  const gap = gapOf(element);
  if (gap !== null) return escape(valueOf(gap));
  const { source } = element.dataset;
  if (source !== undefined) return `<img src="${escape(source)}" alt="${escape(element.textContent ?? "")}">`;
  const inside = htmlOf(element, valueOf);
  const tag = element.tagName.toLowerCase();
  if (empty.has(element.tagName)) return `<${tag}>`;
  if (tag === "span") return inside;
  const address = element.dataset["address"];
  const direction = element.getAttribute("dir");
  const attributes = [address && ` href="${escape(address)}"`, direction && ` dir="${escape(direction)}"`].filter(Boolean).join("");
  return `<${tag}${attributes}>${inside}</${tag}>`;
}

/**
 * @param {Node} parent
 * @param {(name: string) => string} valueOf
 * @returns {string} lists with marks, links with their addresses
 */
function textOf(parent, valueOf) {
  let text = "";
  let number = 0;
  for (const node of parent.childNodes) {
    if (node instanceof Text) text += node.data.replaceAll(/\s+/g, " ");
    if (!(node instanceof HTMLElement)) continue;
    if (node.tagName === "LI") number += 1;
    text += textOfElement(node, valueOf, number);
  }
  return text;
}

/**
 * @param {HTMLElement} element
 * @param {(name: string) => string} valueOf
 * @param {number} number  of a list's item
 * @returns {string}
 */
function textOfElement(element, valueOf, number) {
  const gap = gapOf(element);
  if (gap !== null) return valueOf(gap);
  if (element.tagName === "BR") return "\n";
  if (element.tagName === "PRE") return `\n\n${element.textContent}\n\n`;
  const inside = textOf(element, valueOf);
  const { address } = element.dataset;
  if (address !== undefined && !address.endsWith(inside.trim())) return `${inside} (${address.replace(/^mailto:/, "")})`;
  if (inline.has(element.tagName)) return inside;
  switch (element.tagName) {
    case "LI":
      return `\n${element.parentElement?.tagName === "OL" ? `${number}.` : "-"} ${inside.trim()}`;
    case "TD":
    case "TH":
      return `${inside.trim()}\t`;
    case "TR":
      return `\n${inside.trim()}`;
    case "BLOCKQUOTE":
      return `\n\n${inside.trim().split("\n").map((line) => (line === "" ? ">" : `> ${line}`)).join("\n")}\n\n`;
    default:
      return `\n\n${inside.trim()}\n\n`;
  }
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
