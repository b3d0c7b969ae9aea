// How much an element looks like one message, and several like a conversation: names, times, senders, the two sides of a
// chat, the column in which the reply is written.
cuecard.define("signs", () => {
  /** Words for one message; a container of messages is usually named in the plural or with one of the other words. */
  const ONE = new Set("message msg comment description entry post reply followup bubble transaction article note part thread item event turn utterance mail email correspondence".split(" "));
  const MANY = new Set("list container wrapper area box stream form editor composer input count toolbar body content text head header footer meta title author actions".split(" "));
  const ELSEWHERE =
    "nav, aside, footer, [role='navigation'], [role='menu'], [role='menubar'], [role='complementary'], [role='contentinfo'], [role='toolbar'], [role='tablist'], [role='listbox'], [role='grid'], [role='tree'], dialog:not([open])";
  const TIMES = "time, [datetime], [class*='time' i], [class*='date' i], [data-time], [data-timestamp]";
  const FIELDS = "textarea, [contenteditable]:not([contenteditable='false']), input:not([type]), input[type='text'], input[type='search'], nav, main";
  const LOG = "[role='log'], [role='feed'], [aria-live='polite']";
  const SHORTEST = 2;
  /** So many of a group are looked at closely: a ticket of five hundred messages must cost no more than one of thirty. */
  const SAMPLE = 24;
  /** Of very many, fewer tell as much: their number speaks for them. */
  const SAMPLE_OF_MANY = 12;
  const MANY_ITEMS = 100;
  const MOST_NAMES = 5000;
  /** Longer than this, a message weighs no more. */
  const LONG = 1500;
  /** An element that holds more times than this holds several messages. */
  const TIMES_OF_ONE = 3;

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
    const inside = element.shadowRoot ?? element;
    if (textOf(element).length < SHORTEST && !inside.querySelector("iframe")) return false;
    return ![...inside.querySelectorAll(FIELDS)].some((field) => field.checkVisibility());
  }

  /**
   * @param {import("../../tests/globals.js").Crowd} items
   * @param {boolean} headed  what stands before each tells who and when
   * @param {Element | null} editor
   * @returns {{signs: number, worth: number}} how much this looks like a conversation; 0 for not at all
   */
  function worth(items, headed, editor) {
    const nothing = { signs: 0, worth: 0 };
    const looked = sampled(items);
    const sample = looked.filter(isUsable);
    if (sample.length === 0 || sample.length < looked.length / 2) return nothing;
    const lengths = sample.map((item) => textOf(item).length);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const linked = sample.flatMap((item) => [...item.querySelectorAll("a")]).reduce((sum, link) => sum + textOf(link).length, 0);
    if (total === 0 || linked / total > 0.5 || sample.some((item) => item.closest("a, button, label, [role='option'], [role='tab']"))) return nothing;
    const share = (/** @type {(item: Element) => unknown} */ has) => sample.filter(has).length / sample.length;
    const count = items.count > SAMPLE ? SAMPLE : sample.length;
    const boxes = sample.map((item) => item.getBoundingClientRect());
    const signs = (headed ? 1.5 : 0) + share(hasTime) + share((item) => cuecard.people.byCode(item)) + share(isNamed) + 0.5 * share(saysWho) + (onTwoSides(boxes) ? 1 : 0);
    if (count > 1 && share(leadsToAnother) > 0.6) return nothing;
    if (items.count > 1 && signs < 0.4 && !sample[0]?.closest(LOG)) return nothing;
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
    const times = (item.shadowRoot ?? item).querySelectorAll(TIMES).length;
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

  /** @param {import("../../tests/globals.js").Crowd} items @returns {Element[]} */
  function sampled(items) {
    const most = items.count < MANY_ITEMS ? SAMPLE : SAMPLE_OF_MANY;
    return items.count <= most ? items.all() : [...items.first(most / 4), ...items.last(most * 0.75)];
  }

  /** @param {Element} element */
  function textOf(element) {
    return ((element.shadowRoot ?? element).textContent ?? "").trim();
  }

  return { isNamed, isUsable, holdsSeveral, saysWhen, worth, sampled, textOf, shortest: SHORTEST, times: TIMES };
});
