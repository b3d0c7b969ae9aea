// Text as a person reads it: paragraphs and lines kept, controls and hidden parts left out.
cuecard.define("text", () => {
  const BLOCKS = new Set(
    ("ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DETAILS DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE " +
      "SECTION TABLE TR UL").split(" "),
  );
  const SPACED = new Set("P BLOCKQUOTE PRE UL OL TABLE H1 H2 H3 H4 H5 H6".split(" "));
  const SILENT = "script, style, template, noscript, button, select, input, textarea, svg, [hidden], [aria-hidden='true']";
  const LONGEST = 20_000;

  /**
   * @param {Element | null | undefined} root
   * @param {string} [drop]  selector of what is left out as well
   * @returns {string}
   */
  function read(root, drop) {
    if (!root) return "";
    /** @type {string[]} */
    const parts = [];
    const skip = drop ? `${SILENT}, ${drop}` : SILENT;
    let length = 0;

    /** @param {Node} node @param {boolean} pre */
    const walk = (node, pre) => {
      if (length > LONGEST) return;
      if (node instanceof Text) {
        const text = pre ? node.data : node.data.replace(/\s+/g, " ");
        length += text.length;
        parts.push(text);
        return;
      }
      if (!(node instanceof Element) || node.matches(skip) || !node.checkVisibility()) return;
      if (node.tagName === "BR") {
        parts.push("\n");
        return;
      }
      const edge = SPACED.has(node.tagName) ? "\n\n" : BLOCKS.has(node.tagName) ? "\n" : "";
      parts.push(edge);
      const keeps = pre || node.tagName === "PRE" || getComputedStyle(node).whiteSpace.startsWith("pre");
      for (const child of node.childNodes) walk(child, keeps);
      parts.push(edge);
    };

    for (const child of root.childNodes) walk(child, getComputedStyle(root).whiteSpace.startsWith("pre"));
    return tidy(parts.join(""));
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
      .filter(({ name }) => name === "class" || name === "id" || name === "aria-label" || name.startsWith("data-"))
      .map(({ value }) => value.slice(0, 200));
    const split = names.join(" ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
    return new Set(split.split(/[^\p{L}\p{N}]+/u).filter(Boolean));
  }

  return { read, line, words };
});
