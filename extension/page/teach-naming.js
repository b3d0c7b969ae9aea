// Finds selectors for elements that an agent pointed at: such as will still fit on the next ticket, and tomorrow.
cuecard.define("naming", () => {
  const TEST_IDS = ["data-testid", "data-test-id", "data-test", "data-qa", "data-cy", "data-selenium-test"];
  /** Attributes that frameworks number anew with each build. */
  const OF_FRAMEWORKS = /^data-(v-|react|emotion|styled|ember|rx-|slate|lexical|radix|headlessui|state$|cuecard)/;
  /** Parts of names that a build or a record makes up. */
  const MADE_UP = /\d{3,}|[0-9a-f]{6,}$|^(css|sc|jss|makeStyles|svelte|ember|chakra|emotion|r|x|_)-?[a-z0-9]*\d|^_|__[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*$|^[a-z]{1,2}$|[A-Z0-9]{5,}/;
  /** What an element looks like at the moment, or whether it is the first. */
  const PASSING = /^(active|selected|focus(ed)?|hover|open|closed|first|last|odd|even|new|unread|read|is-active|is-selected)$/i;
  const DEEPEST = 8;

  /**
   * A selector that finds exactly these elements.
   *
   * @param {Element[]} elements
   * @param {ParentNode} [scope]
   * @returns {string}
   */
  function of(elements, scope = document) {
    const first = elements[0];
    if (!first) return "";
    const own = shared(elements);
    const pairs = own.flatMap((one, at) => own.slice(at + 1).map((other) => (other.startsWith(".") ? one + other : "")).filter(Boolean));
    const plain = [...own, ...pairs.slice(0, 20), first.tagName.toLowerCase()];
    const inRooms = rooms(first).flatMap((room) => plain.flatMap((one) => [`${room} > ${one}`, `${room} ${one}`]));
    let best = { selector: "", fits: 0 };
    for (const selector of [...plain, ...inRooms]) {
      const fits = overlap(selector, elements, scope);
      if (fits === 1) return selector;
      if (fits > best.fits) best = { selector, fits };
    }
    return elements.length === 1 ? path(first) : best.selector;
  }

  /**
   * A selector that finds a part in each of the elements.
   *
   * @param {Element[]} items
   * @param {(item: Element) => Element | null} partOf  what is meant in each
   * @returns {string | null} null if none finds it in most
   */
  function within(items, partOf) {
    const pairs = items.flatMap((item) => {
      const part = partOf(item);
      return part && part !== item ? [{ item, part }] : [];
    });
    if (pairs.length < items.length / 2 || pairs.length === 0) return null;
    const candidates = new Set(pairs.slice(0, 6).flatMap(({ item, part }) => [...names(part), stepsTo(item, part)]));
    const right = (/** @type {string} */ selector) => pairs.filter(({ item, part }) => cuecard.roots.query(selector, item)[0] === part).length;
    const ranked = [...candidates].map((selector) => ({ selector, hits: right(selector) })).sort((a, b) => b.hits - a.hits);
    const best = ranked[0];
    return best && best.hits >= pairs.length * 0.75 ? best.selector : null;
  }

  /** @param {Element[]} elements @returns {string[]} the names that all have */
  function shared(elements) {
    const first = elements[0];
    return first ? names(first).filter((name) => elements.every((element) => element.matches(name))) : [];
  }

  /**
   * @param {Element} element
   * @returns {string[]} simple selectors that it fits, the most lasting first
   */
  function names(element) {
    const found = [];
    for (const { name, value } of element.attributes) {
      if (TEST_IDS.includes(name)) found.push(...valued(name, value));
    }
    for (const { name } of element.attributes) {
      if (name.startsWith("data-") && !TEST_IDS.includes(name) && !OF_FRAMEWORKS.test(name)) found.push(`[${name}]`);
    }
    if (element.id && !MADE_UP.test(element.id)) found.push(`#${CSS.escape(element.id)}`);
    for (const name of ["itemprop", "name", "role"]) {
      const value = element.getAttribute(name);
      if (value && !MADE_UP.test(value)) found.push(`[${name}='${CSS.escape(value)}']`);
    }
    for (const token of element.classList) if (!MADE_UP.test(token) && !PASSING.test(token)) found.push(`.${CSS.escape(token)}`);
    for (const token of element.classList) if (MADE_UP.test(token)) found.push(`.${CSS.escape(token)}`);
    if (["TIME", "ARTICLE", "TEXTAREA", "BLOCKQUOTE", "HEADER"].includes(element.tagName) || element.tagName.includes("-")) found.push(element.tagName.toLowerCase());
    return found;
  }

  /** @param {string} name @param {string} value @returns {string[]} */
  function valued(name, value) {
    if (value === "" || value.includes("'")) return [];
    const steady = /^[^\d]+/.exec(value)?.[0] ?? "";
    if (steady === value) return [`[${name}='${value}']`];
    return steady.length > 3 ? [`[${name}^='${steady}']`] : [];
  }

  /** @param {Element} element @returns {string[]} the nearest rooms around it that have a lasting name */
  function rooms(element) {
    const found = [];
    for (let up = element.parentElement; up && found.length < 4; up = up.parentElement) {
      const name = names(up).find((one) => !one.startsWith("[role"));
      if (name) found.push(name);
    }
    return found;
  }

  /**
   * @param {string} selector
   * @param {Element[]} elements
   * @param {ParentNode} scope
   * @returns {number} 1 if it finds these and, as far as can be seen, no others
   */
  function overlap(selector, elements, scope) {
    const wanted = new Set(elements);
    const found = cuecard.roots.query(selector, scope).filter((one) => wanted.has(one) || one.checkVisibility());
    const both = found.filter((one) => wanted.has(one)).length;
    return both / (found.length + elements.length - both || 1);
  }

  /** @param {Element} element @returns {string} */
  function path(element) {
    let steps = step(element);
    for (let up = element.parentElement, depth = 0; up && up !== document.body && depth < DEEPEST; up = up.parentElement, depth++) {
      const name = names(up).find((one) => cuecard.roots.query(one).length === 1);
      if (name) return `${name} > ${steps}`;
      steps = `${step(up)} > ${steps}`;
    }
    return `body > ${steps}`;
  }

  /** @param {Element} item @param {Element} part @returns {string} */
  function stepsTo(item, part) {
    let steps = "";
    for (let up = /** @type {Element | null} */ (part); up && up !== item; up = up.parentElement) steps = `${step(up)}${steps && " > "}${steps}`;
    return `:scope > ${steps}`;
  }

  /** @param {Element} element @returns {string} */
  function step(element) {
    const tag = element.tagName.toLowerCase();
    const alike = [...(element.parentElement?.children ?? [])].filter((other) => other.tagName === element.tagName);
    return alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(element) + 1})` : tag;
  }

  return { of, within, names };
});
