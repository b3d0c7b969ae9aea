// Turns the sidecar's HTML into nodes by an allow-list. The sidecar has sanitised it already; this is the second lock, and
// it is what lets the extension's pages show foreign content without ever assigning markup.

const inExcerpt = new Set(["MARK"]);

const inReply = new Set(
  ("A B BLOCKQUOTE BR CODE DD DEL DIV DL DT EM H1 H2 H3 H4 H5 H6 HR I INS KBD LI MARK OL P PRE S SMALL SPAN STRONG SUB SUP " +
    "TABLE TBODY TD TFOOT TH THEAD TR U UL").split(" "),
);

/** What is left out together with all it contains. */
const dropped = new Set("SCRIPT STYLE TEMPLATE IFRAME OBJECT EMBED SVG MATH NOSCRIPT TEXTAREA SELECT TITLE HEAD".split(" "));

/**
 * An excerpt: text with `<mark>` around what matched.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function excerpt(html) {
  return copied(parse(html), inExcerpt);
}

/**
 * A reply as it will stand in the editor. Placeholders keep their `data-placeholder`; links are shown, not followed; a
 * picture is shown as its description, because the frame loads nothing from the network.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function reply(html) {
  return copied(parse(html), inReply);
}

/**
 * @param {string} html
 * @returns {Node}
 */
function parse(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

/**
 * @param {Node} parent
 * @param {ReadonlySet<string>} allowed
 * @returns {DocumentFragment}
 */
function copied(parent, allowed) {
  const fragment = document.createDocumentFragment();
  for (const node of parent.childNodes) {
    if (node instanceof Text) fragment.append(node.data);
    else if (node instanceof Element && !dropped.has(node.tagName.toUpperCase())) fragment.append(element(node, allowed));
  }
  return fragment;
}

/**
 * @param {Element} node
 * @param {ReadonlySet<string>} allowed
 * @returns {Node}
 */
function element(node, allowed) {
  const inside = copied(node, allowed);
  if (node.tagName === "IMG" && allowed === inReply) return picture(node);
  if (!allowed.has(node.tagName)) return inside;
  const copy = document.createElement(node.tagName);
  keepAttributes(node, copy);
  copy.append(inside);
  return copy;
}

/**
 * @param {Element} from
 * @param {HTMLElement} to
 */
function keepAttributes(from, to) {
  const placeholder = from.getAttribute("data-placeholder");
  if (placeholder !== null) to.dataset["placeholder"] = placeholder;
  const direction = from.getAttribute("dir");
  if (direction !== null && ["ltr", "rtl", "auto"].includes(direction)) to.dir = direction;
  const address = from.getAttribute("href");
  if (address === null || !/^(https?:|mailto:|tel:)/i.test(address)) return;
  to.title = address;
  to.dataset["address"] = address;
}

/**
 * @param {Element} image
 * @returns {Node}
 */
function picture(image) {
  const place = document.createElement("span");
  place.className = "picture";
  const source = image.getAttribute("src") ?? "";
  if (/^https:/i.test(source)) place.dataset["source"] = source;
  place.textContent = image.getAttribute("alt") || image.getAttribute("src") || "";
  return place;
}
