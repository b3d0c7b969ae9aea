// Reads a ticket on a page that no adapter describes.
cuecard.define("generic", () => {
  /** @typedef {import("../shared/messages.js").Reading} Reading */
  /** @typedef {import("../shared/messages.js").Sender} Sender */
  /** @typedef {ReturnType<CuecardParts["parts"]["of"]>} Part */

  /** The newest of a long conversation are enough, and reading all of it would cost the page. */
  const MOST = 30;
  const ID_IN_ADDRESS = [
    /\/(?:tickets?|conversations?|cases?|issues?|requests?|inbox|chats?|threads?|zoom|t)\/(?:[a-z]+\/)?([\w-]*\d[\w-]*)/i,
    /[?&#/](?:ticket_?id|conversation_?id|case_?id|tid|id|ticket)[=/]([\w-]*\d[\w-]*)/i,
  ];

  /** @typedef {import("../../tests/globals.js").Crowd} Crowd */
  /** @typedef {{items: Crowd, parts: Part[], apart?: Part | undefined}} Conversation all messages as they are shown; of the newest the parts, oldest first; what was asked before them in a place of its own */

  /** What was read last, and under which address. @type {{href: string, conversation: Conversation} | null} */
  let last = null;

  /**
   * @param {boolean} [same]  the conversation has not changed since it was read last: it is not read again
   * @returns {Reading | null}
   */
  function read(same = false) {
    const known = same && last?.href === location.href && cuecard.roots.room() ? last.conversation : null;
    last = { href: location.href, conversation: known ?? conversation() };
    const { items, parts: said, apart } = last.conversation;
    const parts = apart ? [apart, ...said] : said;
    // What can be answered nowhere and has no number is an article, a board, a list of mails, or anything.
    if (parts.length === 0 || !(idOf() || cuecard.editors.best() || (parts.length > 1 && hasRoom(items)))) return null;
    const told = cuecard.people.requester(items);
    const name = told.name ?? (apart?.author || undefined);
    const requester = { ...told, ...(name && { name }) };
    const agent = cuecard.people.agent(items);
    /** @type {Sender[]} */
    const senders = [...(apart ? /** @type {const} */ (["customer"]) : []), ...cuecard.senders.of(said, requester, agent)];
    const asker = requester.name ?? (parts.findLast(({ author }, at) => author && senders[at] === "customer")?.author || undefined);
    const isPublic = replyIsPublic();
    const subject = subjectOf(items);
    return {
      page: { url: location.href, helpdesk: null, ticket_id: idOf() },
      ...(subject && { subject }),
      messages: parts.map(({ text, at }, index) => ({ from: senders[index] ?? "customer", text, ...(at && { at }) })),
      ...(isPublic !== null && { reply_public: isPublic }),
      ...((asker || requester.email) && { customer: { ...(asker && { name: asker }), ...(requester.email && { email: requester.email }) } }),
      ...(agent.name && { agent }),
    };
  }

  /** @param {Crowd} items @returns {boolean} whether a frame beside the messages may hold the reply editor */
  function hasRoom(items) {
    return items.beside("iframe").some((frame) => frame.clientWidth > 200 && frame.clientHeight > 40);
  }

  /** @returns {Conversation} */
  function conversation() {
    const shown = asShown(cuecard.messages.find());
    cuecard.roots.seen([...shown.first(1), ...shown.last(1)]);
    const column = cuecard.parts.column(shown);
    const part = (/** @type {Element} */ item) => cuecard.parts.of(item, shown, column);
    if (shown.count <= MOST) return { items: shown, parts: inOrder(shown.all().map(part)).filter(isSaid), apart: opening(shown) };
    const ends = new Map([...shown.first(3), ...shown.last(3)].map((item) => [item, part(item)]));
    const reversed = isNewestFirst([...ends.values()]);
    const newest = reversed ? shown.first(MOST) : shown.last(MOST);
    const parts = newest.map((item) => ends.get(item) ?? part(item));
    return { items: shown, parts: inOrder(parts, reversed).filter(isSaid) };
  }

  /** @param {Crowd} items @returns {Part | undefined} what was asked first, where it stands apart; by whom say the lines above it */
  function opening(items) {
    const found = cuecard.messages.opening(items);
    if (!found) return undefined;
    const part = cuecard.parts.of(found, cuecard.crowd.of([found]), -1);
    return { ...part, author: cuecard.parts.byline(found) || part.author };
  }

  /** @param {Part} part @returns {boolean} false for the time that stands below a group of bubbles */
  function isSaid({ text }) {
    return text !== "" && !cuecard.times.isAll(text);
  }

  /**
   * As they stand on the screen: lists that keep only a part in the page put it there in any order.
   *
   * @param {Crowd} items
   * @returns {Crowd}
   */
  function asShown(items) {
    const sample = items.spread(MOST).map((item) => item.getBoundingClientRect().top);
    if (sample.every((top, at) => at === 0 || top >= Number(sample[at - 1]))) return items;
    const all = items.all();
    const tops = new Map(all.map((item) => [item, item.getBoundingClientRect().top]));
    return cuecard.crowd.of([...all].sort((a, b) => (tops.get(a) ?? 0) - (tops.get(b) ?? 0)));
  }

  /**
   * @param {Part[]} parts  as they are shown
   * @param {boolean} [newestFirst]
   * @returns {Part[]} oldest first
   */
  function inOrder(parts, newestFirst = isNewestFirst(parts)) {
    return newestFirst ? [...parts].reverse() : parts;
  }

  /**
   * By their times; else by where the reply is written, which is beside the newest.
   *
   * @param {Part[]} parts
   * @returns {boolean}
   */
  function isNewestFirst(parts) {
    if (parts.length < 2) return false;
    const times = parts.map(({ at, labels }) => cuecard.times.value(at, labels)).filter((time) => !Number.isNaN(time));
    const steps = times.slice(1).map((time, at) => Math.sign(time - Number(times[at]))).reduce((sum, step) => sum + step, 0);
    if (steps !== 0) return steps < 0;
    const editor = cuecard.editors.best();
    const first = parts[0]?.item;
    if (!editor || !first || times.length > 1) return false;
    return editor.getBoundingClientRect().bottom <= first.getBoundingClientRect().top;
  }

  /**
   * The heading that stands before the conversation, else the page's title without what all titles have.
   *
   * @param {Crowd} items
   * @returns {string}
   */
  function subjectOf(items) {
    const field = document.querySelector("input[name*='subject' i]:not([type='hidden'])");
    if (field instanceof HTMLInputElement && field.value.trim() && field.checkVisibility()) return field.value.trim();
    const text = cuecard.text.line(subjectElement(items)) || document.title.split(/ [-–|·] /)[0] || "";
    return text.replace(/^\(\d+\)\s*/, "").replace(/^\[?#\d+\]?[:\s-]*/, "").slice(0, 300);
  }

  /**
   * @param {Crowd} items
   * @returns {Element | null} the heading that stands before the conversation
   */
  function subjectElement(items) {
    const [first] = items.first(1);
    const headings = items.beside("h1, h2, h3, [role='heading'], [class*='subject' i]").filter((heading) => {
      const before = first && heading.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING;
      return before && !heading.closest("nav, aside, [role='navigation'], a") && !heading.querySelector("nav") && heading.checkVisibility() && cuecard.text.line(heading);
    });
    const called = headings.filter((heading) => cuecard.text.words(heading).has("subject"));
    const inShadow = headings.length > 0 ? [] : cuecard.roots.query("h1, h2").filter((heading) => heading.checkVisibility());
    return called.at(-1) ?? headings.filter((heading) => heading.tagName === "H1").at(-1) ?? headings.at(-1) ?? inShadow[0] ?? null;
  }

  /** @returns {string | null} */
  function idOf() {
    return idIn(location.href);
  }

  /** @param {string} href @returns {string | null} the id of the ticket that an address leads to */
  function idIn(href) {
    if (!URL.canParse(href)) return null;
    const { pathname, search, hash } = new URL(href);
    const address = pathname + search + hash;
    for (const pattern of ID_IN_ADDRESS) {
      const id = pattern.exec(address)?.[1];
      if (id) return id;
    }
    return null;
  }

  /** @returns {boolean | null} what the reply editor is set to, if the page says */
  function replyIsPublic() {
    const box = cuecard.editors.best()?.closest("form, [role='form'], section, [class*='compos' i], [class*='reply' i]");
    const chosen = box?.querySelectorAll("[aria-pressed='true'], [aria-selected='true'], [aria-checked='true'], input:checked, option:checked") ?? [];
    for (const one of chosen) {
      const label = one instanceof HTMLInputElement ? cuecard.text.line(one.labels?.[0]) || one.value : cuecard.text.line(one);
      if (/\b(internal|private|note)\b|intern|notiz|یادداشت|داخلی|داخلية/i.test(label)) return false;
      if (/public|reply|öffentlich|antwort|عمومی|پاسخ|عام|رد/i.test(label)) return true;
    }
    return null;
  }

  return { read, idIn, subjectElement, idPatterns: () => ID_IN_ADDRESS.map(({ source }) => source.replaceAll("\\/", "/")) };
});
