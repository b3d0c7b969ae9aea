// The parts of one message on a page that no adapter describes: what was written, by whom, when, and what else stands
// beside it.
cuecard.define("parts", () => {
  /** @typedef {import("../../tests/globals.js").Crowd} Crowd */
  /** @typedef {{item: Element, body: Element, text: string, author: string, labels: string[], at: string | null}} Part */

  const HEAD_TAGS = new Set("HEADER TIME BUTTON SVG IMG FOOTER H1 H2 H3 H4 H5 H6 INPUT SELECT".split(" "));
  const HEAD_WORDS = new Set("head header heading meta metadata author sender avatar time date timestamp footer action actions toolbar info from byline name username user status badge tags attachments reactions menu title subject by when who top bottom side label flag".split(" "));
  const BODY_WORDS = new Set("body content text prose html richtext message bubble description wiki markdown".split(" "));
  /** Utility classes say how a thing looks, not what it is. */
  const UTILITY = /^(text|content|body|prose)-(xs|sm|base|md|lg|xl|\dxl|left|right|center|start|end|muted|wrap|nowrap|\p{L}+-\d+|white|black|primary|secondary|truncate|ellipsis|invert)$/u;
  const QUOTED = ".gmail_quote, blockquote[type='cite'], .moz-cite-prefix, .yahoo_quoted, #divRplyFwdMsg, #appendonsend, [class*='quoted' i], [class*='signature' i]";
  const AUTHOR = "[class*='author' i], [class*='sender' i], [class*='username' i], [class*='user-name' i], [itemprop='author'], [rel='author'], [class*='name' i], cite, bdi, strong, b";
  const EMAIL = /<?[^\s<>()@,;:"]+@[^\s<>()@,;:"]+>?/g;
  /** What was done and not who did it: the name comes after it. */
  const BY = /\s(by|von|durch|par|por|da|door|przez|av|от)$/i;
  const BYLINE = /(?<!\p{L})(?:by|von|par|por|da|door|przez|av|от)\s+(\p{Lu}[\p{L}.'’-]*(?:\s\p{Lu}[\p{L}.'’-]*){0,3})/u;
  const TOLD = "[title], [aria-label]";
  const PRESSED = "a, button, [role='button'], [role='menuitem']";
  const FROM = /^(from|von|de|od|от|kimden|من|از|מאת|发件人|寄件者|差出人)\s*[::]\s*/i;
  const SAID = /^(.{2,60}?)\s+(?:wrote|posted|replied|commented|said|says|added|sent|schrieb|antwortete|kommentierte|a écrit|escribió|escreveu|ha scritto|napisał\p{L}*|написал\p{L}*|نوشت|كتب)(?!\p{L})/iu;
  const SILENT = new Set("SCRIPT STYLE SVG BUTTON SELECT".split(" "));
  const LONGEST_LABEL = 80;
  const MOST_LABELS = 30;
  /** So many tell in which column the text stands. */
  const MOST_ROWS = 100;
  const MOST_NAMES = 5000;

  /** What was found of some names, as names are few and elements many. @type {Map<string, "head" | "body" | null>} */
  const kinds = new Map();

  /**
   * @param {Element} item
   * @param {Crowd} items  all messages
   * @param {number} column  the cell that holds the text, for rows of a table; -1 for all else
   * @returns {Part}
   */
  function of(item, items, column) {
    const cells = column >= 0 ? [...item.children] : [];
    // A message that lies in another is not the other's text.
    const nested = item.childElementCount > 1 ? [...item.querySelectorAll(item.tagName)].filter((one) => items.has(one)) : [];
    const heads = new Set(nested);
    const body = cells[column] ?? bodyOf(item, heads);
    const labels = labelsOf(item, body, heads, items);
    return {
      item,
      body,
      text: cuecard.text.read(body, QUOTED, heads),
      author: authorOf(item, body, heads, labels),
      labels,
      at: cuecard.times.stamp(item) ?? above(item, items).map(cuecard.times.stamp).find(Boolean) ?? null,
    };
  }

  /**
   * In a table, the column that holds most of the text.
   *
   * @param {Crowd} items
   * @returns {number} -1 if these are no rows of a table
   */
  function column(items) {
    if (items.first(1)[0]?.tagName !== "TR") return -1;
    const rows = items.spread(MOST_ROWS);
    if (!rows.every((item) => item.tagName === "TR" && item.childElementCount > 1)) return -1;
    const sums = [...(rows[0]?.children ?? [])].map((_, at) => rows.reduce((sum, item) => sum + lengthOf(item.children[at]), 0));
    return sums.indexOf(Math.max(...sums));
  }

  /**
   * What the sender wrote: from the message inwards, past all that is only there to say who and when.
   *
   * @param {Element} item
   * @param {Set<Element>} heads  filled with what stands in the body and is not its text
   * @returns {Element}
   */
  function bodyOf(item, heads) {
    let body = item;
    for (let depth = 0; depth < 12; depth++) {
      const parts = within(body).filter((child) => lengthOf(child) > 0 || child.tagName === "IFRAME");
      if (parts.length === 0 || ownText(body) > 0) return body;
      const meant = notHeads(parts);
      const next = meant.length === 1 ? meant[0] : main(meant, lengthOf(body));
      if (!next || isText(next)) {
        for (const part of parts) if (!meant.includes(part)) heads.add(part);
        return next && meant.length === 1 && isText(next) ? next : body;
      }
      body = next;
    }
    return body;
  }

  /** @param {Element[]} parts @returns {Element[]} never none */
  function notHeads(parts) {
    const kept = parts.filter((part, at) => !isHead(part) && !(at === 0 && parts.length > 1 && isNameTag(part)));
    if (kept.length > 0) return kept;
    const longest = [...parts].sort((a, b) => lengthOf(b) - lengthOf(a))[0];
    return longest ? [longest] : parts;
  }

  /**
   * @param {Element[]} parts
   * @param {number} whole  how long their text is together
   * @returns {Element | undefined} the one that holds the text, if one does
   */
  function main(parts, whole) {
    const called = parts.filter((part) => kindOf(part) === "body");
    if (called.length === 1 && lengthOf(called[0]) > 0.3 * whole) return called[0];
    if (parts.some((part) => part.tagName === "P")) return undefined;
    return parts.find((part) => lengthOf(part) > 0.6 * whole && part.matches("div, section, td, blockquote, pre, span, iframe, article"));
  }

  /** @param {Element} element */
  function isHead(element) {
    if (element.tagName === "P" || element.tagName === "IFRAME") return false;
    const length = lengthOf(element);
    if (HEAD_TAGS.has(element.tagName.toUpperCase())) return length < 200;
    const kind = kindOf(element);
    if (length > 160 || kind === "body") return false;
    return kind === "head" || element.querySelector("time") !== null || cuecard.times.within(element) > 0;
  }

  /** @param {Element} element @returns {boolean} whether this is a name that stands alone */
  function isNameTag(element) {
    const text = cuecard.text.line(element);
    if (element.tagName === "P" || text.length > 60) return false;
    return element.matches(AUTHOR) || /^\p{Lu}[\p{L}.'’-]*(\s\p{Lu}[\p{L}.'’-]*){1,3}$/u.test(text);
  }

  /**
   * @param {Element} element
   * @returns {"head" | "body" | null} what its names call it; the last word that says something counts
   */
  function kindOf(element) {
    const names = `${element.getAttribute("class") ?? ""} ${element.id} ${element.getAttribute("data-testid") ?? ""} ${element.getAttribute("itemprop") ?? ""}`;
    const known = kinds.get(names);
    if (known !== undefined) return known;
    if (kinds.size > MOST_NAMES) kinds.clear();
    const kind = kindByNames(names);
    kinds.set(names, kind);
    return kind;
  }

  /** @param {string} names @returns {"head" | "body" | null} */
  function kindByNames(names) {
    for (const name of names.split(/\s+/)) {
      if (name === "" || UTILITY.test(name)) continue;
      const parts = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1-$2").toLowerCase().split(/[-_:.]+/);
      const word = parts.findLast((part) => HEAD_WORDS.has(part) || BODY_WORDS.has(part));
      if (word) return HEAD_WORDS.has(word) ? "head" : "body";
    }
    return null;
  }

  /** @param {Element} element */
  function isText(element) {
    return element.matches("p, pre, blockquote, ul, ol, iframe") || ownText(element) > 0;
  }

  /** @param {Element} element @returns {number} */
  function ownText(element) {
    let length = 0;
    const nodes = element.tagName === "SLOT" ? /** @type {HTMLSlotElement} */ (element).assignedNodes() : (element.shadowRoot ?? element).childNodes;
    for (const node of nodes) if (node.nodeType === Node.TEXT_NODE) length += (node.textContent ?? "").trim().length;
    return length;
  }

  /** @param {Element} element @returns {Element[]} what it consists of, as it is shown */
  function within(element) {
    if (element.tagName === "SLOT") return /** @type {HTMLSlotElement} */ (element).assignedElements();
    return [...(element.shadowRoot ?? element).children].filter((child) => !child.matches("script, style, template"));
  }

  /** @param {Element | null | undefined} element @returns {number} */
  function lengthOf(element) {
    if (!element) return 0;
    const inShadow = element.shadowRoot !== null || element.getRootNode() !== document;
    return inShadow ? cuecard.text.read(element).length : (element.textContent ?? "").trim().length;
  }

  /**
   * The short texts beside what was written.
   *
   * @param {Element} item
   * @param {Element} body
   * @param {Set<Element>} heads
   * @param {Crowd} items
   * @returns {string[]}
   */
  function labelsOf(item, body, heads, items) {
    const own = body === item ? [] : texts(item, body);
    const beside = [...heads].filter((head) => body.contains(head)).flatMap((head) => texts(head, null));
    const before = above(item, items).flatMap((element) => texts(element, null));
    const icons = [...item.querySelectorAll(TOLD)].filter((one) => !body.contains(one) && !one.closest(PRESSED)).slice(0, 6);
    const told = [item.getAttribute("aria-label"), ...icons.map((one) => one.getAttribute("aria-label") ?? one.getAttribute("title")), (item.shadowRoot ?? item).querySelector("img[alt]:not([alt=''])")?.getAttribute("alt")];
    return [...own, ...beside, ...before, ...told.map((one) => one?.trim() ?? "")].filter((label) => label !== "" && label.length <= LONGEST_LABEL).slice(0, MOST_LABELS);
  }

  /**
   * What stands before a message and is said of it: the term of a list, a row or a line of its own.
   *
   * @param {Element} item
   * @param {Crowd} items
   * @returns {Element[]}
   */
  function above(item, items) {
    const before = items.has(item) ? items.before(item) : item.previousElementSibling;
    if (!before || before.tagName === item.tagName && item.tagName !== "TR") return [];
    return lengthOf(before) > 0 && lengthOf(before) < 120 && !before.querySelector("textarea, input, form") ? [before] : [];
  }

  /**
   * @param {Element} root
   * @param {Element | null} except
   * @returns {string[]} its lines of text, each where it stands
   */
  function texts(root, except) {
    /** @type {string[]} */
    const found = [];
    // A tree walker with a filter would call it for each node, which takes longer than all that is done here.
    const walk = (/** @type {Node} */ node) => {
      for (let child = node.firstChild; child && found.length < MOST_LABELS; child = child.nextSibling) {
        if (child instanceof Text) {
          const text = child.data.replace(/\s+/g, " ").trim();
          if (text) found.push(text);
        } else if (child instanceof Element && child !== except && !SILENT.has(child.tagName.toUpperCase())) walk(child);
      }
    };
    walk(root.shadowRoot ?? root);
    return found;
  }

  /**
   * @param {Element} item
   * @param {Element} body
   * @param {Set<Element>} heads
   * @param {string[]} labels
   * @returns {string}
   */
  function authorOf(item, body, heads, labels) {
    const named = [...(item.shadowRoot ?? item).querySelectorAll(AUTHOR)].filter((one) => (body === item || !body.contains(one) || [...heads].some((head) => head.contains(one))) && isName(cuecard.text.line(one)));
    const told = named[0] && !(body === item && heads.size === 0) ? nameIn(cuecard.text.line(named[0])) : "";
    return told || labels.map(nameIn).find(Boolean) || "";
  }

  /** @param {string} label @returns {string} the person that a label names, "" if none */
  function nameIn(label) {
    const said = SAID.exec(label)?.[1];
    const pieces = [said ?? label, ...label.split(/\s[·|•–—-]\s|[,()|]|\s(?:on|at|am|um|le|el)\s/i)];
    const names = pieces.map((piece) => piece.replace(FROM, "").replace(EMAIL, "").replace(/[:"]\s*$/g, "").trim());
    return names.find(isName) ?? "";
  }

  /** @param {string} label */
  function isName(label) {
    return label.length > 1 && label.length < 50 && !BY.test(label) && label.split(/\s+/).length < 6 && /\p{L}{2}/u.test(label) && !/[?!:;@]|\.\s|[,.]$/.test(label) && !cuecard.times.said(label) && cuecard.people.byLabel([label]) === null;
  }

  /**
   * @param {Element} item
   * @returns {string} whom what stands before it names as its author ("Added by …"), "" if nobody
   */
  function byline(item) {
    for (let one = /** @type {Element | null} */ (item), steps = 0; one && steps < 3; one = one.parentElement, steps++) {
      for (let before = one.previousElementSibling; before; before = before.previousElementSibling) {
        const name = lengthOf(before) < 200 ? BYLINE.exec(cuecard.text.line(before))?.[1] : undefined;
        if (name) return name;
      }
    }
    return "";
  }

  return { of, byline, column };
});
