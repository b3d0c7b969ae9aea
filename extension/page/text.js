// Text as a person reads it: paragraphs and lines kept, controls and hidden parts left out.
cuecard.define("text", () => {
  const BLOCKS = new Set(
    ("ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DETAILS DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE " +
      "SECTION TABLE TR UL").split(" "),
  );
  const SPACED = new Set("P BLOCKQUOTE PRE UL OL TABLE H1 H2 H3 H4 H5 H6".split(" "));
  const SILENT = "script, style, template, noscript, button, select, input, textarea, svg, [hidden], [aria-hidden='true']";
  const LONGEST = 20_000;
  const NAMING = new Set(["class", "id", "aria-label"]);

  /**
   * Quoted text keeps its mark, so that what is answered is told from what was said before. Shadow roots and frames of the
   * same origin (mails are often shown in one) are read like everything else.
   *
   * @param {Element | null | undefined} root
   * @param {string} [drop]  selector of what is left out as well
   * @param {Set<Element>} [except]  left out as well
   * @returns {string}
   */
  function read(root, drop, except) {
    if (!root) return "";
    const skip = drop ? `${SILENT}, ${drop}` : SILENT;
    const whole = tidy(gather(root, skip, except, true));
    // Some pages show each message as a quotation.
    return /^(>.*\n?\s*)*$/.test(whole) ? tidy(gather(root, skip, except, false)) : whole;
  }

  /**
   * @param {Element} root
   * @param {string} skip
   * @param {Set<Element> | undefined} except
   * @param {boolean} marks  whether quotations are marked
   * @returns {string}
   */
  function gather(root, skip, except, marks) {
    /** @type {string[]} */
    const parts = [];
    let length = 0;

    /** @param {Node} node @param {boolean} pre */
    const walk = (node, pre) => {
      if (length > LONGEST) return;
      if (node.nodeType === Node.TEXT_NODE) {
        const data = /** @type {Text} */ (node).data;
        length += data.length;
        parts.push(pre ? data : data.replace(/\s+/g, " "));
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      const element = /** @type {Element} */ (node);
      if (element.matches(skip) || except?.has(element) || !isShown(element)) return;
      if (element.tagName === "BR") parts.push("\n");
      else if (marks && element.tagName === "BLOCKQUOTE") parts.push(`\n\n${quoted(gather(element, skip, except, true))}\n\n`);
      else inside(element, pre);
    };

    /** @param {Element} element @param {boolean} pre */
    const inside = (element, pre) => {
      const edge = SPACED.has(element.tagName) ? "\n\n" : BLOCKS.has(element.tagName) ? "\n" : "";
      const keeps = pre || element.tagName === "PRE" || getComputedStyle(element).whiteSpace.startsWith("pre");
      parts.push(edge);
      for (const child of childrenOf(element)) walk(child, keeps);
      parts.push(edge);
    };

    const pre = getComputedStyle(root).whiteSpace.startsWith("pre");
    for (const child of childrenOf(root)) walk(child, pre);
    return parts.join("");
  }

  /** @param {Element} element @returns {boolean} whether it, or what it holds without a box of its own, can be seen */
  function isShown(element) {
    return element.checkVisibility() || getComputedStyle(element).display === "contents";
  }

  /** @param {Element} element @returns {Iterable<Node>} what is shown inside it */
  function childrenOf(element) {
    if (element.tagName === "IFRAME") return bodyOf(element)?.childNodes ?? [];
    if (element.shadowRoot) return element.shadowRoot.childNodes;
    if (element.tagName === "SLOT") {
      const given = /** @type {HTMLSlotElement} */ (element).assignedNodes();
      return given.length > 0 ? given : element.childNodes;
    }
    return element.childNodes;
  }

  /** @param {Element} frame @returns {HTMLElement | null | undefined} null where the page itself could not look either */
  function bodyOf(frame) {
    try {
      return /** @type {HTMLIFrameElement} */ (frame).contentDocument?.body;
    } catch {
      return null;
    }
  }

  /** @param {string} text @returns {string} */
  function quoted(text) {
    return tidy(text)
      .split("\n")
      .map((one) => `> ${one}`.trim())
      .join("\n");
  }

  /**
   * @param {string} text
   * @returns {string}
   */
  function tidy(text) {
    return text
      .replace(/[^\S\n]+/g, " ")
      .replace(/ ?\n ?/g, "\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim();
  }

  /**
   * @param {Element | null | undefined} element
   * @returns {string} its text on one line
   */
  function line(element) {
    return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  }

  /**
   * The words that developers gave an element: class, id, data attributes, ARIA label, split at case and punctuation.
   *
   * @param {Element} element
   * @returns {Set<string>}
   */
  function words(element) {
    const names = [...element.attributes]
      .filter(({ name }) => NAMING.has(name) || name.startsWith("data-"))
      .map(({ value }) => value.slice(0, 200));
    const split = names.join(" ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
    return new Set(split.split(/[^\p{L}\p{N}]+/u).filter(Boolean));
  }

  return { read, line, words, isShown };
});
