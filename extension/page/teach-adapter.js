// Makes an adapter for a site of what an agent pointed at.
cuecard.define("teaching", () => {
  /** @typedef {import("../shared/adapter.js").Adapter} Adapter */
  /** @typedef {import("../shared/adapter.js").SenderRule} SenderRule */
  /** @typedef {import("../shared/adapter.js").Field} Field */
  /** @typedef {{message: Element, requester: Element | null, editor: Element | null}} Picked */

  const EMAIL = "[^\\s<>]+@[^\\s<>]+";
  const NAME = "^\\s*\"?([^\"<@(]+?)\"?\\s*(?:[<(]|$)";

  /**
   * The whole message that an element belongs to.
   *
   * @param {Element} element
   * @returns {Element}
   */
  function messageAt(element) {
    return groupOf(element).find((item) => item === element || item.contains(element)) ?? element;
  }

  /**
   * The messages of the conversation that an element belongs to: those found by shape, else what stands beside it alike.
   *
   * @param {Element} element
   * @returns {Element[]} in the order of the document
   */
  function groupOf(element) {
    const found = cuecard.messages.find().all();
    if (found.some((item) => item === element || item.contains(element))) return found;
    for (let up = /** @type {Element | null} */ (element); up?.parentElement && up !== document.body; up = up.parentElement) {
      const { tagName, classList } = up;
      const alike = [...up.parentElement.children].filter((other) => other.tagName === tagName && (classList.length === 0 || [...classList].some((name) => other.classList.contains(name))) && other.checkVisibility());
      if (alike.length > 1) return alike;
    }
    return [element];
  }

  /**
   * @param {Picked} picked
   * @returns {Adapter}
   */
  function make({ message, requester, editor }) {
    const items = groupOf(message);
    const item = messageAt(message);
    const all = cuecard.crowd.of(items);
    const parts = new Map(items.map((one) => [one, cuecard.parts.of(one, all, cuecard.parts.column(all))]));
    const selector = cuecard.naming.of(items);
    const body = cuecard.naming.within(items, (one) => parts.get(one)?.body ?? null);
    const author = cuecard.naming.within(items, (one) => authorIn(one, parts.get(one)?.author ?? ""));
    const time = cuecard.naming.within(items, (one) => one.querySelector("time[datetime], [datetime]"));
    const asks = requester && !items.some((one) => one.contains(requester)) ? requester : null;
    const { hostname, origin } = location;
    return {
      id: `taught-${hostname.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`.slice(0, 80),
      name: hostname,
      detect: { address: `^${escaped(origin)}/`, all: [selector] },
      ticket_id: [...cuecard.generic.idPatterns().map((pattern) => ({ pattern })), ...subjectFields(items)],
      ...(subjectFields(items).length > 0 && { subject: subjectFields(items) }),
      messages: [
        {
          selector,
          order: isNewestFirst(items) ? "newest_first" : "oldest_first",
          ...(body && { body }),
          ...(time && { at: [{ selector: time, attribute: "datetime" }] }),
          ...(author && { author }),
          senders: sendersOf(items, item, asks, author),
          otherwise: "agent",
        },
      ],
      ...(asks && { customer: personFields(asks) }),
      ...(editor && { editor: cuecard.naming.of([editor]) }),
    };
  }

  /** @param {Element} item @param {string} author @returns {Element | null} the innermost part that shows the name */
  function authorIn(item, author) {
    if (author === "") return null;
    const shows = [...item.querySelectorAll("*")].filter((one) => cuecard.text.line(one) === author);
    return shows.at(-1) ?? null;
  }

  /**
   * What tells the customer's messages from the agents': the requester's name, a class, the side of the line; with
   * nothing of that, whoever wrote first asks.
   *
   * @param {Element[]} items
   * @param {Element} item  one of the customer's
   * @param {Element | null} requester
   * @param {string | null} author
   * @returns {SenderRule[]}
   */
  function sendersOf(items, item, requester, author) {
    const notes = items.filter((one) => cuecard.people.byCode(one) === "note").map((one) => cuecard.naming.names(one).find((name) => /note|internal|private/i.test(name)));
    const note = notes.find(Boolean);
    /** @type {SenderRule[]} */
    const rules = note ? [{ from: "note", matches: note }] : [];
    const told = cuecard.naming.names(item).filter((name) => tellsApart(items.filter((one) => !note || !one.matches(note)), name));
    if (requester && author && saysName(item, author, requester)) rules.push({ from: "customer", contains: author, same_as: cuecard.naming.of([requester]) });
    else if (told[0]) rules.push({ from: "customer", matches: told[0] });
    else if (cuecard.senders.sideOf(item) && items.some((one) => cuecard.senders.sideOf(one) !== cuecard.senders.sideOf(item))) {
      rules.push({ from: "customer", side: cuecard.senders.sideOf(item) ?? "start" });
    } else if (items.length === 1) rules.push({ from: "customer" });
    return rules;
  }

  /** @param {Element[]} items @param {string} name */
  function tellsApart(items, name) {
    const fits = items.filter((one) => one.matches(name)).length;
    return fits > 0 && fits < items.length && !/odd|even|first|last|:nth/i.test(name);
  }

  /** @param {Element} item @param {string} author @param {Element} requester */
  function saysName(item, author, requester) {
    const name = cuecard.text.line(cuecard.roots.first(author, item)).toLowerCase();
    const shown = `${cuecard.text.line(requester)} ${requester instanceof HTMLInputElement ? requester.value : ""}`.toLowerCase();
    return name.length > 1 && shown.includes(name);
  }

  /** @param {Element} requester @returns {{name?: Field[], email?: Field[]}} */
  function personFields(requester) {
    const field = requester instanceof HTMLInputElement;
    const shown = field ? requester.value : cuecard.text.line(requester);
    /** @type {Field} */
    const where = { selector: cuecard.naming.of([requester]), ...(field && { property: /** @type {const} */ ("value") }) };
    const hasEmail = /@/.test(shown);
    const hasName = /\p{L}{2}/u.test(shown.replace(/[^\s<>]+@[^\s<>]+/g, ""));
    return { ...(hasName && { name: [{ ...where, pattern: NAME }] }), ...(hasEmail && { email: [{ ...where, pattern: EMAIL }] }) };
  }

  /** @param {Element[]} items @returns {Field[]} */
  function subjectFields(items) {
    const heading = cuecard.generic.subjectElement(cuecard.crowd.of(items));
    if (!heading || heading.querySelector("input, textarea, select")) return [];
    return [{ selector: cuecard.naming.of([heading]) }];
  }

  /** @param {Element[]} items */
  function isNewestFirst(items) {
    const times = items.map((one) => cuecard.times.value(cuecard.times.stamp(one), [])).filter((time) => !Number.isNaN(time));
    if (times.length > 1) return Number(times[0]) > Number(times.at(-1));
    const read = cuecard.generic.read()?.messages ?? [];
    const first = cuecard.text.line(items[0]);
    return read.length > 1 && first !== "" && first.includes((read.at(-1)?.text ?? "").split("\n")[0] ?? "") && !first.includes((read[0]?.text ?? "").split("\n")[0] ?? "");
  }

  /** @param {string} text @returns {string} */
  function escaped(text) {
    return text.replace(/[.*+?^${}()|[\]\\/-]/g, (sign) => (sign === "/" || sign === "-" ? sign : `\\${sign}`));
  }

  return { messageAt, groupOf, make };
});
