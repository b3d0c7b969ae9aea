// Reads a ticket on a page that no adapter describes.
cuecard.define("generic", () => {
  /** @typedef {import("../shared/messages.js").Sender} Sender */
  /** @typedef {{item: Element, text: string, author: string, labels: string[], at: string | null}} Part */

  const BODY = "[class*='body' i], [class*='content' i], [class*='text' i], [itemprop='text'], [class*='prose' i]";
  const AUTHOR = "[class*='author' i], [class*='sender' i], [class*='username' i], [class*='user-name' i], [itemprop='author'], [rel='author'], [class*='name' i], cite, bdi, strong, b";
  const QUOTED = ".gmail_quote, blockquote[type='cite'], .moz-cite-prefix, [class*='quoted' i], [class*='signature' i]";
  const DATE = /\d{1,4}[./-]\d{1,2}|\d{1,2}:\d{2}|\bago\b|\bvor\b|yesterday|gestern|today|heute/i;
  const ID_IN_ADDRESS = [
    /\/(?:tickets?|conversations?|cases?|issues?|requests?|inbox|chats?|threads?|zoom|t)\/(?:[a-z]+\/)?([\w-]*\d[\w-]*)/i,
    /[?&#/](?:ticket_?id|conversation_?id|case_?id|tid|id|ticket)[=/]([\w-]*\d[\w-]*)/i,
  ];

  /** @returns {import("../shared/messages.js").Reading | null} */
  function read() {
    const items = cuecard.messages.find();
    const requester = cuecard.people.requester(items);
    const agent = cuecard.people.agent(items);
    const parts = inOrder(items.map(part).filter(({ text }) => text !== ""));
    // One text alone is a ticket only where it can be answered; else it is an article, or anything.
    if (parts.length === 0 || (parts.length === 1 && !idOf() && !cuecard.editors.best())) return null;
    const senders = whoWrote(parts, requester.name, agent.name);
    const asker = requester.name ?? parts.find((_, at) => senders[at] === "customer")?.author;
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

  /**
   * @param {Element} item
   * @returns {Part}
   */
  function part(item) {
    const body = bodyOf(item);
    const beside = body === item ? [] : leaves(item).filter((leaf) => !body.contains(leaf));
    const time = item.querySelector("time[datetime], [datetime]")?.getAttribute("datetime") ?? null;
    const labels = beside.map(cuecard.text.line).filter((label) => label !== "" && label.length <= 60);
    return { item, text: cuecard.text.read(body, QUOTED), author: authorOf(beside, labels), labels, at: time };
  }

  /**
   * What the sender wrote, without name, time and buttons: the part that is called so, else the child that outweighs
   * all others, else everything.
   *
   * @param {Element} item
   * @returns {Element}
   */
  function bodyOf(item) {
    const called = [...item.querySelectorAll(BODY)].filter((one) => !one.closest("header, time, button") && cuecard.text.line(one) !== "");
    const inner = called.find((one) => !called.some((other) => other !== one && one.contains(other) && share(other, one) > 0.5));
    const longest = [...called].sort((a, b) => cuecard.text.line(b).length - cuecard.text.line(a).length)[0];
    const named = inner && longest?.contains(inner) && share(inner, longest) > 0.5 ? inner : longest;
    if (named) return named;
    if ([...item.children].filter((child) => child.matches("p, br")).length > 1) return item;
    return [...item.children].find((child) => share(child, item) > 0.6 && child.matches("div, section, p, td, blockquote, pre")) ?? item;
  }

  /** @param {Element} inner @param {Element} outer */
  function share(inner, outer) {
    return cuecard.text.line(inner).length / Math.max(1, cuecard.text.line(outer).length);
  }

  /** @param {Element} item */
  function leaves(item) {
    return [...item.querySelectorAll("*")].filter((one) => one.childElementCount === 0 && !one.matches("script, style, svg *, button"));
  }

  /**
   * @param {Element[]} beside
   * @param {string[]} labels
   * @returns {string}
   */
  function authorOf(beside, labels) {
    const named = beside.find((leaf) => leaf.matches(AUTHOR) && isName(cuecard.text.line(leaf)));
    return named ? cuecard.text.line(named) : labels.find(isName) ?? "";
  }

  /** @param {string} label */
  function isName(label) {
    return label.length > 2 && label.length < 60 && !DATE.test(label) && cuecard.people.byLabel([label]) === null && /\p{L}/u.test(label);
  }

  /**
   * Oldest first: by the times if all have one, else as they stand in the page.
   *
   * @param {Part[]} parts
   * @returns {Part[]}
   */
  function inOrder(parts) {
    const times = parts.map(({ at }) => (at ? Date.parse(at) : NaN));
    if (parts.length < 2 || times.some(Number.isNaN)) return parts;
    return Number(times[0]) > Number(times.at(-1)) ? [...parts].reverse() : parts;
  }

  /**
   * By what the messages say; then by names; then by the side on which chats put them; else whoever wrote first asks.
   *
   * @param {Part[]} parts
   * @param {string | undefined} requester
   * @param {string | undefined} agent
   * @returns {Sender[]}
   */
  function whoWrote(parts, requester, agent) {
    const said = parts.map(({ item, labels }) => cuecard.people.byLabel(labels) ?? cuecard.people.byCode(item));
    // A word that stands on every message tells nothing about any one.
    const same = parts.length > 1 && said.every((sender) => sender === said[0]) && said[0] !== "customer";
    const telling = same ? said.map(() => null) : said;
    const sides = sidesOf(parts);
    const first = parts.find((_, at) => !["note", "system", "bot", "agent"].includes(telling[at] ?? ""))?.author;
    return parts.map(({ author }, at) => {
      const own = telling[at];
      if (own) return own;
      if (author && author === agent) return "agent";
      if (author && author === requester) return "customer";
      if (sides) return sides[at] ?? "customer";
      return author === first ? "customer" : "agent";
    });
  }

  /**
   * Chats put what the reader wrote at the end of the line, what others wrote at its start.
   *
   * @param {Part[]} parts
   * @returns {Sender[] | null} null if all stand on one side
   */
  function sidesOf(parts) {
    const rtl = getComputedStyle(document.documentElement).direction === "rtl";
    const boxes = parts.map(({ item }) => ({ own: bodyOf(item).getBoundingClientRect(), row: item.parentElement?.getBoundingClientRect() }));
    const atEnd = boxes.map(({ own, row }) => {
      if (!row || own.width > row.width * 0.9) return null;
      const left = own.left - row.left;
      const right = row.right - own.right;
      if (Math.abs(left - right) < 24) return null;
      return left > right !== rtl;
    });
    if (atEnd.includes(null) || !atEnd.includes(true) || !atEnd.includes(false)) return null;
    return atEnd.map((end) => (end ? "agent" : "customer"));
  }

  /**
   * The heading that stands before the conversation, else the page's title without what all titles have.
   *
   * @param {Element[]} items
   * @returns {string}
   */
  function subjectOf(items) {
    const field = document.querySelector("input[name*='subject' i]:not([type='hidden'])");
    if (field instanceof HTMLInputElement && field.value.trim() && field.checkVisibility()) return field.value.trim();
    const first = items[0];
    const headings = [...document.querySelectorAll("h1, h2, h3, [role='heading'], [class*='subject' i]")].filter((heading) => {
      const before = first && heading.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING;
      return before && !heading.closest("nav, aside, [role='navigation'], a") && !heading.querySelector("nav") && heading.checkVisibility() && cuecard.text.line(heading);
    });
    const called = headings.filter((heading) => cuecard.text.words(heading).has("subject"));
    const nearest = called.at(-1) ?? headings.filter((heading) => heading.tagName === "H1").at(-1) ?? headings.at(-1);
    const text = cuecard.text.line(nearest) || document.title.split(/ [-–|·] /)[0] || "";
    return text.replace(/^\(\d+\)\s*/, "").replace(/^\[?#\d+\]?[:\s-]*/, "").slice(0, 300);
  }

  /** @returns {string | null} */
  function idOf() {
    const address = location.pathname + location.search + location.hash;
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

  return { read };
});
