// Finds the conversation on a page that no adapter describes: the messages are what repeats, carries text, names and
// times, stands in the column where the reply is written, and is neither navigation nor a list of tickets.
cuecard.define("messages", () => {
  /** Words for one message; a container of messages is usually named in the plural or with one of the other words. */
  const ONE = new Set("message msg comment description entry post reply followup bubble transaction article note part thread item event turn utterance mail email correspondence".split(" "));
  const MANY = new Set("list container wrapper area box stream form editor composer input count toolbar body content text head header footer meta title author actions".split(" "));
  const ELSEWHERE =
    "nav, aside, footer, [role='navigation'], [role='menu'], [role='menubar'], [role='complementary'], [role='contentinfo'], [role='toolbar'], [role='tablist'], [role='listbox'], [role='grid'], [role='tree'], dialog:not([open])";
  const TIMES = "time, [datetime], [class*='time' i], [class*='date' i], [data-time], [data-timestamp]";
  const FIELDS = "textarea, [contenteditable]:not([contenteditable='false']), input:not([type]), input[type='text'], input[type='search'], nav, main";
  const REPEATABLE = new Set("ARTICLE LI SECTION DIV TR TABLE DD DETAILS FIGURE P".split(" "));
  const LOG = "[role='log'], [role='feed'], [aria-live='polite']";
  const SHORTEST = 2;
  const SHORTEST_ALONE = 20;
  /** So many of a group are looked at closely: a ticket of five hundred messages must cost no more than one of thirty. */
  const SAMPLE = 24;
  const MOST_GROUPS = 40;
  const FEW = 100;
  /** A group with so many signs of a conversation is one. */
  const STRONG = 1;
  const MOST_NAMES = 5000;
  /** Longer than this, a message weighs no more. */
  const LONG = 1500;
  /** An element that holds more times than this holds several messages. */
  const TIMES_OF_ONE = 3;

  /** @typedef {{items: Element[], headed?: boolean}} Candidate `headed`: what stands before each tells who and when */
  /** @typedef {{items: Element[], signs: number, worth: number}} Group */

  /**
   * The elements that hold one message each, in the order of the document.
   *
   * @returns {Element[]}
   */
  function find() {
    const editor = cuecard.editors.best();
    const best = longConversation(editor) ?? innermost(weighed(candidates(), editor));
    if (!best) return beforeTheEditor(editor);
    // Of very long ones each message is looked at only when it is read.
    return best.items.length > FEW ? best.items : best.items.filter(isUsable);
  }

  /**
   * @param {Candidate[]} candidates
   * @param {Element | null} editor
   * @returns {Group[]} those that may be a conversation, the worthiest first
   */
  function weighed(candidates, editor) {
    return candidates
      .map((candidate) => ({ items: candidate.items, ...worth(candidate, editor) }))
      .filter(({ worth: own }) => own > 0)
      .sort((a, b) => b.worth - a.worth);
  }

  /**
   * A conversation of very many messages stands out by their number alone; the rest of the page need not be looked at.
   *
   * @param {Element | null} editor
   * @returns {Group | undefined}
   */
  function longConversation(editor) {
    const places = cuecard.roots.elements(`//*[count(*) >= ${FEW}]`).filter((place) => place.checkVisibility());
    const groups = places.map((place) => {
      const tag = place.lastElementChild?.tagName;
      return { items: [...place.children].filter(({ tagName }) => tagName === tag) };
    });
    const best = weighed(groups.filter(({ items }) => items.length >= FEW).map(({ items }) => withoutHeadings(items)), editor)[0];
    return best && best.signs >= STRONG ? best : undefined;
  }

  /**
   * Of groups that lie in each other, the one whose elements are messages and not rooms full of them.
   *
   * @param {Group[]} groups  the worthiest first
   * @returns {Group | undefined}
   */
  function innermost(groups) {
    let best = groups[0];
    for (const other of groups.slice(1, 8)) {
      const outer = best;
      if (!outer || other.worth < outer.worth * 0.35 || other.signs < outer.signs * 0.5) continue;
      const inside = countInside(other.items, outer.items);
      const inOne = inside.some((count) => count > 1 && count === other.items.length);
      const finer = other.items.length > outer.items.length && other.signs >= outer.signs * 0.7;
      if (inOne || (finer && inside.some((count) => count > 1))) best = other;
    }
    return best;
  }

  /**
   * @param {Element[]} inner
   * @param {Element[]} outer
   * @returns {number[]} how many of the inner ones lie in each outer one that holds any
   */
  function countInside(inner, outer) {
    const rooms = new Set(outer);
    /** @type {Map<Element, number>} */
    const counts = new Map();
    for (const one of inner) {
      let up = one.parentElement;
      while (up && !rooms.has(up)) up = up.parentElement;
      if (up) counts.set(up, (counts.get(up) ?? 0) + 1);
    }
    return [...counts.values()];
  }

  /** @returns {Candidate[]} what may be messages, by the place where they stand */
  function candidates() {
    /** @type {Map<Element, Map<string, Element[]>>} */
    const places = new Map();
    const named = [];
    for (const root of cuecard.roots.all()) {
      for (const element of root.querySelectorAll("*")) {
        if (REPEATABLE.has(element.tagName) || element.tagName.includes("-")) put(places, element);
        if (isNamed(element)) named.push(element);
      }
    }
    const repeated = longest(merged([...places.values()].flatMap((tags) => [...tags.values()])), 2);
    const called = longest(merged(byPlace(outermost(named))), 1);
    return [...repeated.map((group) => withoutHeadings(group.filter(isNoHeading))), ...called.map((items) => ({ items }))].filter(({ items }) => hasText(items));
  }

  /**
   * Only where much is written is looked at closely: each message consists of groups of its own.
   *
   * @param {Element[][]} groups
   * @param {number} least  of elements in a group
   * @returns {Element[][]}
   */
  function longest(groups, least) {
    const several = groups.filter((group) => group.length >= least);
    if (several.length <= MOST_GROUPS) return several;
    /** @type {Map<Element, number>} */
    const lengths = new Map();
    const lengthIn = (/** @type {Element} */ place) => {
      const known = lengths.get(place) ?? (place.textContent ?? "").length;
      lengths.set(place, known);
      return known;
    };
    const sized = several.map((group) => {
      const parents = new Set(group.map((item) => item.parentElement ?? item));
      return { group, size: [...parents].reduce((sum, place) => sum + lengthIn(place), 0) };
    });
    return sized.sort((a, b) => b.size - a.size).slice(0, MOST_GROUPS).map(({ group }) => group);
  }

  /**
   * @param {Map<Element, Map<string, Element[]>>} places
   * @param {Element} element
   */
  function put(places, element) {
    const place = placeOf(element);
    if (!place) return;
    const tags = places.get(place) ?? new Map();
    places.set(place, tags);
    // A wrapper and what it wraps are not two messages.
    const key = element.parentElement === place ? element.tagName : `>${element.tagName}`;
    const group = tags.get(key) ?? [];
    tags.set(key, group);
    group.push(element);
  }

  /** @param {Element} element @returns {Element | null | undefined} its parent; of what is alone in a wrapper, the wrapper's */
  function placeOf(element) {
    const parent = element.parentElement ?? /** @type {ShadowRoot | null} */ (element.getRootNode() instanceof ShadowRoot ? element.getRootNode() : null)?.host;
    return parent?.childElementCount === 1 ? parent.parentElement ?? parent : parent;
  }

  /** @param {Element[]} elements @returns {Element[][]} */
  function byPlace(elements) {
    /** @type {Map<Element, Map<string, Element[]>>} */
    const places = new Map();
    for (const element of elements) put(places, element);
    return [...places.values()].flatMap((tags) => [...tags.values()]);
  }

  /** @param {Element} element @returns {boolean} false for the row of a table that names its columns */
  function isNoHeading(element) {
    return element.tagName !== "TR" || element.querySelector("td") !== null;
  }

  /** @param {Element[]} group */
  function hasText(group) {
    return group.some((item) => (item.textContent ?? "").trim().length >= SHORTEST || item.querySelector("iframe"));
  }

  /**
   * Messages that are put together by day or by sender stand in several places that look alike.
   *
   * @param {Element[][]} groups
   * @returns {Element[][]} the groups, and what they are together
   */
  function merged(groups) {
    /** @type {Map<string, Element[][]>} */
    const alike = new Map();
    for (const group of groups) {
      const parent = group[0]?.parentElement;
      if (!parent?.classList[0]) continue;
      const key = `${parent.tagName}.${parent.classList[0]}>${group[0]?.tagName}.${group[0]?.classList[0]}`;
      alike.set(key, [...(alike.get(key) ?? []), group]);
    }
    const together = [...alike.values()].filter((several) => several.length > 1).map((several) => several.flat());
    return [...groups, ...together];
  }

  /**
   * Rows of which every other one only says who wrote the next, and when.
   *
   * @param {Element[]} group
   * @returns {Candidate}
   */
  function withoutHeadings(group) {
    if (group[0]?.tagName === "DD") return { items: group, headed: true };
    if (group.length < 2 || group.length % 2 !== 0) return { items: group };
    const heads = group.filter((_, at) => at % 2 === 0);
    const bodies = group.filter((_, at) => at % 2 === 1);
    const short = sampled(heads).every((head) => textOf(head).length < 120 && saysWhen(head));
    const silent = sampled(bodies).every((body) => !body.querySelector(TIMES) && !saysWhen(body));
    return short && silent ? { items: bodies, headed: true } : { items: group };
  }

  /** @param {Element[]} elements @returns {Element[]} */
  function outermost(elements) {
    const known = new Set(elements);
    return elements.filter((element) => {
      for (let up = element.parentElement; up; up = up.parentElement) if (known.has(up) && !holdsSeveral(up)) return false;
      return !holdsSeveral(element) && isUsable(element);
    });
  }

  /** @param {Element} element */
  function holdsSeveral(element) {
    return element.childElementCount > 1 && element.querySelectorAll(TIMES).length > TIMES_OF_ONE;
  }

  /** What was found of a name, as names are few and elements many. @type {Map<string, boolean>} */
  const calls = new Map();

  /** @param {Element} element */
  function isNamed(element) {
    const names = element.getAttribute("class");
    if (names && meansOne(names)) return true;
    if (element.tagName === "ARTICLE" || (element.id !== "" && meansOne(element.id))) return true;
    const testid = element.getAttribute("data-testid");
    return (testid !== null && meansOne(testid)) || element.hasAttribute("data-message-id") || element.getAttribute("role") === "article";
  }

  /** @param {string} names  as an attribute has them */
  function meansOne(names) {
    const known = calls.get(names);
    if (known !== undefined) return known;
    if (calls.size > MOST_NAMES) calls.clear();
    const means = names.split(/\s+/).some((name) => {
      const parts = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1-$2").toLowerCase().split(/[-_:.]+/);
      return parts.some((part) => ONE.has(part)) && !parts.some((part) => MANY.has(part));
    });
    calls.set(names, means);
    return means;
  }

  /** @param {Element} element */
  function isUsable(element) {
    if (element.closest(ELSEWHERE) || !element.checkVisibility()) return false;
    if ((element.textContent ?? "").trim().length < SHORTEST && !element.querySelector("iframe")) return false;
    return ![...element.querySelectorAll(FIELDS)].some((field) => field.checkVisibility());
  }

  /**
   * @param {Candidate} candidate
   * @param {Element | null} editor
   * @returns {{signs: number, worth: number}} how much this looks like a conversation; 0 for not at all
   */
  function worth({ items, headed }, editor) {
    const nothing = { signs: 0, worth: 0 };
    const sample = sampled(items).filter(isUsable);
    if (sample.length === 0 || sample.length < Math.min(items.length, SAMPLE) / 2) return nothing;
    const lengths = sample.map((item) => textOf(item).length);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const linked = sample.flatMap((item) => [...item.querySelectorAll("a")]).reduce((sum, link) => sum + textOf(link).length, 0);
    if (total === 0 || linked / total > 0.5 || sample.some((item) => item.closest("a, button, label, [role='option'], [role='tab']"))) return nothing;
    const share = (/** @type {(item: Element) => unknown} */ has) => sample.filter(has).length / sample.length;
    const count = items.length > SAMPLE ? SAMPLE : sample.length;
    const boxes = sample.map((item) => item.getBoundingClientRect());
    const signs = (headed ? 1.5 : 0) + share(hasTime) + share((item) => cuecard.people.byCode(item)) + share(isNamed) + 0.5 * share(saysWho) + (onTwoSides(boxes) ? 1 : 0);
    if (count > 1 && share(leadsToAnother) > 0.6) return nothing;
    if (items.length > 1 && signs < 0.4 && !sample[0]?.closest(LOG)) return nothing;
    const paragraphs = sample[0]?.tagName === "P" ? 0.3 : 1;
    const usual = lengths.reduce((sum, length) => sum + Math.min(length, LONG), 0) / sample.length;
    const many = 1 + 0.15 * Math.min(count - 1, 6);
    const log = sample[0]?.closest(LOG) ? 2 : 1;
    return { signs, worth: usual * count * (0.3 + signs) * many * log * paragraphs * (0.3 + 0.7 * likeness(sample)) * where(sample, editor) };
  }

  /**
   * Conversation and reply editor share a column; a list of tickets stands beside, and its entries are clicked.
   *
   * @param {Element[]} sample
   * @param {Element | null} editor
   */
  function where(sample, editor) {
    const first = /** @type {Element} */ (sample[0]);
    const clicked = getComputedStyle(first).cursor === "pointer" ? 0.3 : 1;
    if (!editor) return clicked;
    const own = editor.getBoundingClientRect();
    const boxes = sample.map((item) => (item.parentElement ?? item).getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    const shared = Math.min(right, own.right) - Math.max(left, own.left);
    return clicked * (shared > 0.2 * Math.min(right - left, own.width) ? 1 : 0.2);
  }

  /** @param {Element} item */
  function hasTime(item) {
    const times = item.querySelectorAll(TIMES).length;
    return times > 0 ? times <= TIMES_OF_ONE : saysWhen(item);
  }

  /** @param {Element} item */
  function saysWhen(item) {
    const found = cuecard.times.within(item);
    return found > 0 && found <= TIMES_OF_ONE;
  }

  /**
   * Bubbles of a chat: some begin where others do not reach, some end there.
   *
   * @param {DOMRect[]} boxes
   */
  function onTwoSides(boxes) {
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    const width = right - left;
    const atStart = boxes.some((box) => box.left - left < 4 && right - box.right > width * 0.08);
    const atEnd = boxes.some((box) => right - box.right < 4 && box.left - left > width * 0.08);
    const oneBelowTheOther = new Set(boxes.map((box) => Math.round(box.top))).size === boxes.length;
    return atStart && atEnd && oneBelowTheOther;
  }

  /** @param {Element[]} sample @returns {number} share of those that are made alike */
  function likeness(sample) {
    const shapes = sample.map((item) => [...new Set([...item.children].map(({ tagName }) => tagName))].join());
    const names = sample.flatMap((item) => [...new Set(item.classList)]);
    return Math.max(mostCommon(shapes), mostCommon(names)) / sample.length;
  }

  /** @param {string[]} values @returns {number} */
  function mostCommon(values) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return Math.max(0, ...counts.values());
  }

  /** @param {Element} item @returns {boolean} whether it is an entry of a list of tickets: a short text with a link to one */
  function leadsToAnother(item) {
    if (textOf(item).length > 300) return false;
    return [...item.querySelectorAll("a[href]")].some((link) => {
      const id = cuecard.generic.idIn(/** @type {HTMLAnchorElement} */ (link).href);
      return id !== null && id !== cuecard.generic.idIn(location.href);
    });
  }

  /** @param {Element} item */
  function saysWho(item) {
    const first = item.querySelector("b, strong, cite, bdi, dt, [class*='name' i], [class*='author' i], [class*='sender' i], img[alt]");
    return first && textOf(first).length < 60;
  }

  /** @param {Element[]} items */
  function sampled(items) {
    return items.length <= SAMPLE ? items : [...items.slice(0, SAMPLE / 4), ...items.slice(-SAMPLE * 0.75)];
  }

  /** @param {Element} element */
  function textOf(element) {
    return (element.textContent ?? "").trim();
  }

  /**
   * A ticket of one message that nothing names: the paragraphs before the reply editor.
   *
   * @param {Element | null} editor
   * @returns {Element[]}
   */
  function beforeTheEditor(editor) {
    if (!editor) return [];
    /** @type {Map<Element, number>} */
    const lengths = new Map();
    for (const paragraph of document.querySelectorAll("p, pre")) {
      const parent = paragraph.parentElement;
      if (!parent || !(paragraph.compareDocumentPosition(editor) & Node.DOCUMENT_POSITION_FOLLOWING) || parent.contains(editor) || !isUsable(parent)) continue;
      lengths.set(parent, (lengths.get(parent) ?? 0) + textOf(paragraph).length);
    }
    const longest = [...lengths].sort((a, b) => b[1] - a[1])[0];
    return longest && longest[1] >= SHORTEST_ALONE ? [longest[0]] : [];
  }

  return { find };
});
