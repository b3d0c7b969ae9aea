// Finds the conversation on a page that no adapter describes: the messages are what repeats, carries text, names and
// times, and is neither navigation nor a list of links.
cuecard.define("messages", () => {
  /** Words for one message; a container of messages is usually named in the plural or with one of the other words. */
  const ONE = new Set("message msg comment description entry post reply followup bubble transaction article note part thread item event".split(" "));
  const MANY = new Set("list container wrapper area box stream form editor composer input count toolbar body content text head header footer meta title author actions".split(" "));
  const ELSEWHERE = "nav, aside, footer, [role='navigation'], [role='menu'], [role='menubar'], [role='complementary'], [role='contentinfo'], [role='toolbar'], [role='tablist'], form, dialog:not([open])";
  const TIMES = "time, [datetime], [class*='time' i], [class*='date' i]";
  const EDITORS = "textarea, [contenteditable]:not([contenteditable='false'])";
  const REPEATABLE = "article, li, section, div, tr";
  const SHORTEST = 2;
  const SHORTEST_ALONE = 20;

  /**
   * The elements that hold one message each, in the order of the page.
   *
   * @returns {Element[]}
   */
  function find() {
    let best = /** @type {Element[]} */ ([]);
    let most = 0;
    for (const group of [...named(), ...repeated()]) {
      const own = worth(group);
      if (own > most) [best, most] = [group, own];
    }
    return best.length > 0 ? best : beforeTheEditor();
  }

  /**
   * A ticket of one message that nothing names: the paragraphs before the reply editor.
   *
   * @returns {Element[]}
   */
  function beforeTheEditor() {
    const editor = cuecard.editors.best();
    if (!editor) return [];
    /** @type {Map<Element, number>} */
    const lengths = new Map();
    for (const paragraph of document.querySelectorAll("p, pre")) {
      const parent = paragraph.parentElement;
      if (!parent || !(paragraph.compareDocumentPosition(editor) & Node.DOCUMENT_POSITION_FOLLOWING) || parent.contains(editor) || !isUsable(parent)) continue;
      lengths.set(parent, (lengths.get(parent) ?? 0) + (paragraph.textContent ?? "").length);
    }
    const longest = [...lengths].sort((a, b) => b[1] - a[1])[0];
    return longest && longest[1] >= SHORTEST_ALONE ? [longest[0]] : [];
  }

  /**
   * Messages by their name: the outermost elements that are called one, by their common place.
   *
   * @returns {Element[][]}
   */
  function named() {
    const found = [...document.querySelectorAll("article, [role='article'], [class*='message' i], [class*='msg' i], [class*='comment' i], [class*='description' i], [class*='entry' i], [class*='post' i], [class*='reply' i], [class*='followup' i], [class*='bubble' i], [class*='transaction' i], [class*='thread' i], [data-message-id], [id^='message' i]")].filter(isNamed);
    const outermost = found.filter((element) => !found.some((other) => other !== element && other.contains(element)));
    return byPlace(outermost.filter(isUsable));
  }

  /** @param {Element} element */
  function isNamed(element) {
    if (element.tagName === "ARTICLE" || element.getAttribute("role") === "article" || element.hasAttribute("data-message-id")) return true;
    const tokens = [...element.classList, element.id].map((name) => name.toLowerCase().split(/[-_]+|(?<=\p{Ll})(?=\p{Lu})/u));
    return tokens.some((parts) => parts.some((part) => ONE.has(part)) && !parts.some((part) => MANY.has(part)));
  }

  /**
   * Messages by repetition: children of one parent that look alike and carry a time.
   *
   * @returns {Element[][]}
   */
  function repeated() {
    const groups = byPlace([...document.querySelectorAll(REPEATABLE)].filter((element) => element.parentElement && element.parentElement.childElementCount > 1));
    return groups
      .map((group) => group.filter(isUsable))
      .filter((group) => group.length > 1 && group.filter((item) => item.querySelector(TIMES)).length * 2 >= group.length);
  }

  /**
   * @param {Element[]} elements
   * @returns {Element[][]} those with the same parent, or whose parents have the same parent
   */
  function byPlace(elements) {
    /** @type {Map<Element | null | undefined, Element[]>} */
    const groups = new Map();
    for (const element of elements) {
      const alone = element.parentElement?.childElementCount === 1;
      const place = alone ? element.parentElement?.parentElement : element.parentElement;
      groups.set(place, [...(groups.get(place) ?? []), element]);
    }
    return [...groups.values()].flatMap((group) => {
      const tags = new Set(group.map(({ tagName }) => tagName));
      return [...tags].map((tag) => group.filter(({ tagName }) => tagName === tag));
    });
  }

  /** @param {Element} element */
  function isUsable(element) {
    return (
      !element.closest(ELSEWHERE) &&
      !element.querySelector(`${EDITORS}, nav, main, form`) &&
      (element.textContent ?? "").trim().length >= SHORTEST &&
      element.checkVisibility()
    );
  }

  /**
   * @param {Element[]} group
   * @returns {number} how much this looks like a conversation; 0 for not at all
   */
  function worth(group) {
    if (group.length === 0) return 0;
    const lengths = group.map((item) => (item.textContent ?? "").trim().length);
    const linked = group.flatMap((item) => [...item.querySelectorAll("a")]).reduce((sum, link) => sum + (link.textContent ?? "").length, 0);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (total === 0 || linked / total > 0.5 || group.some((item) => item.closest("a"))) return 0;
    const share = (/** @type {(item: Element) => unknown} */ has) => group.filter(has).length / group.length;
    const signs = share((item) => item.querySelector(TIMES)) + share((item) => cuecard.people.byCode(item)) + share(isNamed);
    return lengths.reduce((sum, length) => sum + Math.min(length, 1500), 0) * (0.3 + signs);
  }

  return { find };
});
