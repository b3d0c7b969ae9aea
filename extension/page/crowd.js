// The messages of a conversation, however many there are. Of those of a very long one only those are touched that are
// looked at: the browser makes an object for each element that a script sees, and five hundred cost more than all else.
cuecard.define("crowd", () => {
  /** @typedef {import("../../tests/globals.js").Crowd} Crowd */

  /**
   * @param {Element[]} elements
   * @returns {Crowd} these
   */
  function of(elements) {
    const known = new Set(elements);
    /** Where runs of them that follow on each other begin. @type {Map<Element, Element | null>} */
    const runs = new Map();
    return {
      count: elements.length,
      all: () => elements,
      first: (most) => elements.slice(0, most),
      last: (most) => elements.slice(-most),
      spread: (most) => elements.filter((_, at) => at % Math.ceil(elements.length / most) === 0),
      has: (element) => known.has(element),
      before(item) {
        /** @type {Element[]} */
        const passed = [];
        let before = /** @type {Element | null} */ (item);
        for (; before && known.has(before) && !runs.has(before); before = before.previousElementSibling) passed.push(before);
        const found = (before && runs.has(before) ? runs.get(before) : before) ?? null;
        for (const one of passed) runs.set(one, found);
        return found;
      },
      beside: (selector) => [...document.querySelectorAll(selector)].filter((one) => !elements.some((item) => item.contains(one))),
    };
  }

  /**
   * What stands in one place and is alike.
   *
   * @param {Element} place
   * @param {string} tag  as the browser writes it
   * @param {boolean} second  only every other one, from the second on
   * @returns {Crowd}
   */
  function alike(place, tag, second) {
    const { elements, outside } = cuecard.roots;
    const name = tag.toLowerCase();
    const path = second ? `${name}[position() mod 2 = 0]` : name;
    const whole = document.evaluate(`count(${name})`, place, null, XPathResult.NUMBER_TYPE).numberValue;
    const number = second ? Math.floor(whole / 2) : whole;
    /** @type {Element[] | undefined} */
    let between;
    const others = () => (between ??= elements(`*[not(self::${name})]`, place));
    return {
      count: number,
      all: () => elements(path, place),
      first: (most) => walk(place.firstElementChild, tag, most, "nextElementSibling", second ? 1 : 0, second),
      last: (most) => walk(place.lastElementChild, tag, most, "previousElementSibling", second ? whole % 2 : 0, second).reverse(),
      spread: (most) => (number > most ? elements(`(${path})[position() mod ${Math.ceil(number / most)} = 1]`, place) : elements(path, place)),
      has: (element) => element.parentElement === place && element.tagName === tag && (!second || isSecond(element, name)),
      before: (item) => (second ? item.previousElementSibling : others().findLast((one) => one.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING) ?? null),
      beside: (selector) => outside(place, selector, others()),
    };
  }

  /**
   * @param {Element | null} from
   * @param {string} tag
   * @param {number} most
   * @param {"nextElementSibling" | "previousElementSibling"} next
   * @param {number} skip  so many at the beginning
   * @param {boolean} second  of the others, every other one
   * @returns {Element[]} as they are passed
   */
  function walk(from, tag, most, next, skip, second) {
    /** @type {Element[]} */
    const found = [];
    let seen = -skip;
    for (let one = from; one && found.length < most; one = one[next]) {
      if (one.tagName !== tag) continue;
      if (seen >= 0 && (!second || seen % 2 === 0)) found.push(one);
      seen += 1;
    }
    return found;
  }

  /** @param {Element} element @param {string} name */
  function isSecond(element, name) {
    return document.evaluate(`count(preceding-sibling::${name}) mod 2 = 1`, element, null, XPathResult.BOOLEAN_TYPE).booleanValue;
  }

  return { of, alike };
});
