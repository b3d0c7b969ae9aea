// Finds the conversation on a page that no adapter describes: the messages are what repeats, carries text, names and
// times, stands in the column where the reply is written, and is neither navigation nor a list of tickets.
cuecard.define("messages", () => {
  /** @typedef {import("../../tests/globals.js").Crowd} Crowd */

  const { isNamed, isUsable, holdsSeveral, saysWhen, worth, sampled, textOf, shortest, times } = cuecard.signs;
  const { of, alike } = cuecard.crowd;
  const REPEATABLE = new Set("ARTICLE LI SECTION DIV TR TABLE DD DETAILS FIGURE P".split(" "));
  const SHORTEST_ALONE = 20;
  const MOST_GROUPS = 40;
  /** What can stand in a path as it is. */
  const PLAIN_NAME = /^[A-Z][A-Z0-9-]*$/;
  const FEW = 100;
  /** A group with so many signs of a conversation is one. */
  const STRONG = 1;

  /** @typedef {{items: Element[], headed?: boolean}} Candidate `headed`: what stands before each tells who and when */
  /** @typedef {{items: Element[], signs: number, worth: number}} Group */

  /**
   * The elements that hold one message each.
   *
   * @returns {Crowd}
   */
  function find() {
    const editor = cuecard.editors.best();
    // Of very long ones each message is looked at only when it is read.
    const long = longConversation(editor);
    if (long) return long;
    const best = innermost(weighed(candidates(), editor));
    if (!best) return of(beforeTheEditor(editor));
    return of(best.items.length > FEW ? best.items : best.items.filter((item) => isUsable(item) && !isForm(item)));
  }

  /** @param {Element} item @returns {boolean} whether it tells properties of the ticket, each with its name before it */
  function isForm(item) {
    const named = [...item.querySelectorAll("td, th, dt, label")].filter((one) => /^[^:]{2,30}:$/.test(textOf(one)));
    return named.length > 1;
  }

  /**
   * @param {Candidate[]} candidates
   * @param {Element | null} editor
   * @returns {Group[]} those that may be a conversation, the worthiest first
   */
  function weighed(candidates, editor) {
    return candidates
      .map(({ items, headed = false }) => ({ items, ...worth(of(items), headed, editor) }))
      .filter(({ worth: own }) => own > 0)
      .sort((a, b) => b.worth - a.worth);
  }

  /**
   * A conversation of very many messages stands out by their number alone; the rest of the page need not be looked at.
   *
   * @param {Element | null} editor
   * @returns {Crowd | undefined}
   */
  function longConversation(editor) {
    const places = cuecard.roots.crowded().filter((place) => place.checkVisibility());
    const groups = places.flatMap((place) => {
      const tag = place.lastElementChild?.tagName ?? "";
      const items = PLAIN_NAME.test(tag) ? alike(place, tag, false) : of([]);
      return items.count >= FEW ? [longWithoutHeadings(place, tag, items)] : [];
    });
    const found = groups.map(({ items, headed }) => ({ items, ...worth(items, headed, editor) })).filter(({ worth: own }) => own > 0);
    const best = found.sort((a, b) => b.worth - a.worth)[0];
    return best && best.signs >= STRONG ? best.items : undefined;
  }

  /**
   * @param {Element} place
   * @param {string} tag
   * @param {Crowd} items  all that have this tag there
   * @returns {{items: Crowd, headed: boolean}}
   */
  function longWithoutHeadings(place, tag, items) {
    if (tag === "DD" || items.count % 2 !== 0) return { items, headed: tag === "DD" };
    const bodies = alike(place, tag, true);
    const looked = sampled(bodies);
    const heads = looked.flatMap(({ previousElementSibling }) => previousElementSibling ?? []);
    return areHeadings(heads, looked) ? { items: bodies, headed: true } : { items, headed: false };
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
    return group.some((item) => textOf(item).length >= shortest || (item.shadowRoot ?? item).querySelector("iframe"));
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
    return areHeadings(sampled(of(heads)), sampled(of(bodies))) ? { items: bodies, headed: true } : { items: group };
  }

  /** @param {Element[]} heads @param {Element[]} bodies @returns {boolean} */
  function areHeadings(heads, bodies) {
    return heads.every((head) => textOf(head).length < 120 && saysWhen(head)) && bodies.every((body) => !body.querySelector(times) && !saysWhen(body));
  }

  /** @param {Element[]} elements @returns {Element[]} */
  function outermost(elements) {
    const known = new Set(elements);
    return elements.filter((element) => {
      for (let up = element.parentElement; up; up = up.parentElement) if (known.has(up) && !holdsSeveral(up)) return false;
      return !holdsSeveral(element) && isUsable(element);
    });
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

  /**
   * Trackers show what was asked first apart from the comments on it, and call it its description.
   *
   * @param {Crowd} items  the messages, as they are shown
   * @returns {Element | null}
   */
  function opening(items) {
    const [first] = items.first(1);
    if (!first || items.count > FEW) return null;
    const below = first.getBoundingClientRect();
    const isOpening = (/** @type {Element} */ one) => {
      if (!cuecard.text.words(one).has("description") || !(one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING)) return false;
      if (one.contains(first) || holdsSeveral(one) || textOf(one).length < SHORTEST_ALONE || !isUsable(one)) return false;
      const own = one.getBoundingClientRect();
      return own.bottom <= below.top && Math.min(own.right, below.right) - Math.max(own.left, below.left) > 0.5 * own.width;
    };
    return [...document.querySelectorAll("[class*='description' i], [id*='description' i], [data-testid*='description' i]")].find(isOpening) ?? null;
  }

  return { find, opening };
});
