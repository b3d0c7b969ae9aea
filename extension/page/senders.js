// Who wrote which message on a page that no adapter describes.
cuecard.define("senders", () => {
  /** @typedef {import("../shared/messages.js").Sender} Sender */
  /** @typedef {ReturnType<CuecardParts["parts"]["of"]>} Part */

  /** Words that tell the two sides of a conversation apart only where both occur. @type {[Sender, string[]][]} */
  const SIDES = [
    ["customer", ["user", "human", "left", "start", "in", "other", "theirs", "question", "odd-one"]],
    ["agent", ["right", "end", "out", "mine", "me", "answer", "assistant"]],
  ];
  /** What happened to the ticket, said in one line. */
  const EVENT = /\b(joined|left|entered) the (chat|conversation)|\b(status|priority|assignee|owner|queue|group|tags?)\b.{0,40}\b(changed|set|updated|added|removed)\b|\b(changed|set|updated) (the )?(status|priority|assignee|owner)|\bassigned (this |the )?(ticket|case|conversation)?\s?to\b|\b(closed|reopened|resolved|merged) (this|the) |\b(snoozed|reopened|closed|resolved|escalated|moved|merged) (this|the) (ticket|case|conversation)|^(ticket|case|conversation|chat) (was )?(re)?(opened|closed|resolved|assigned|escalated|merged|snoozed)\b|hat (den|das) .{0,40}(geändert|geschlossen|zugewiesen)|ist dem (chat|gespräch) beigetreten/i;
  const LONGEST_EVENT = 140;
  const CENTRED_PX = 24;
  /** A bubble is narrower than its line by at least so much. */
  const BUBBLE = 0.88;

  /**
   * By what the messages say; then by names; then by the side on which chats put them; then by how they look; else
   * whoever wrote first asks.
   *
   * @param {Part[]} parts  oldest first
   * @param {{name?: string, email?: string}} requester
   * @param {{name?: string}} agent
   * @returns {Sender[]}
   */
  function of(parts, requester, agent) {
    const told = telling(parts.map(saidBy));
    const names = byName(parts, told, requester, agent);
    const sides = sidesOf(parts);
    const looks = sides ? null : looksOf(parts);
    const first = parts.find((_, at) => ["customer", undefined].includes(told[at] ?? names[at] ?? undefined))?.author;
    return parts.map((part, at) => {
      const isEvent = part.text.length < LONGEST_EVENT && EVENT.test(part.text);
      const own = told[at] ?? (isEvent && names[at] === "agent" ? "system" : names[at]);
      if (own) return own;
      if (isEvent) return "system";
      if (sides?.[at]) return sides[at];
      if (looks?.[at]) return looks[at];
      return part.author === first ? "customer" : "agent";
    });
  }

  /** @param {Part} part @returns {Sender | null} */
  function saidBy({ item, labels }) {
    const pieces = labels.flatMap((label) => [label, ...label.split(/[·|•–—()[\],/]|\s-\s/).map((piece) => piece.trim())]);
    return cuecard.people.byLabel(pieces) ?? cuecard.people.byCode(item) ?? byInner(item);
  }

  /** @param {Element} item @returns {Sender | null} what the only part of a message, or its first two, say by their code */
  function byInner(item) {
    for (const child of [...item.children].slice(0, 2)) {
      const said = cuecard.people.byCode(child);
      if (said && said !== "system") return said;
    }
    return null;
  }

  /**
   * A word that stands on every message tells nothing about any one.
   *
   * @param {(Sender | null)[]} said
   * @returns {(Sender | null)[]}
   */
  function telling(said) {
    const same = said.length > 1 && said.every((sender) => sender === said[0]) && said[0] !== "customer";
    return same ? said.map(() => null) : said;
  }

  /**
   * @param {Part[]} parts
   * @param {(Sender | null)[]} told
   * @param {{name?: string, email?: string}} requester
   * @param {{name?: string}} agent
   * @returns {(Sender | null)[]}
   */
  function byName(parts, told, requester, agent) {
    /** @type {Map<string, Sender>} */
    const known = new Map();
    parts.forEach(({ author }, at) => {
      const sender = told[at];
      if (author && (sender === "customer" || sender === "agent")) known.set(plain(author), sender);
    });
    const asks = parts.map(({ author, labels }) => isPerson(author, labels, requester));
    const someoneAsks = asks.includes(true);
    return parts.map(({ author }, at) => {
      if (asks[at]) return "customer";
      if (author && agent.name && plain(author) === plain(agent.name)) return "agent";
      if (!author) return null;
      return known.get(plain(author)) ?? (someoneAsks ? "agent" : null);
    });
  }

  /** @param {string} author @param {string[]} labels @param {{name?: string, email?: string}} person */
  function isPerson(author, labels, { name, email }) {
    if (name && author && plain(author) === plain(name)) return true;
    return Boolean(email) && labels.some((label) => label.toLowerCase().includes(String(email).toLowerCase()) && !/^(to|cc|an|à|para)\b/i.test(label));
  }

  /** @param {string} name */
  function plain(name) {
    return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  /**
   * Chats put what the reader wrote at the end of the line, what others wrote at its start, and what happened in between.
   *
   * @param {Part[]} parts
   * @returns {(Sender | null)[] | null} null if these are no bubbles
   */
  function sidesOf(parts) {
    const line = around(parts.map(({ item }) => lineOf(item)));
    const places = parts.map(({ item, body }) => placeOf(item, body, line));
    const sided = places.filter((place) => place === "start" || place === "end").length;
    const wide = places.filter((place) => place === null).length;
    if (sided === 0 || wide > sided) return null;
    if (!places.includes("end") && parts.some(({ author }) => author)) return null;
    return places.map((place, at) => {
      if (place === "centre") return (parts[at]?.text.length ?? 0) < LONGEST_EVENT ? "system" : null;
      return place === null ? null : place === "end" ? "agent" : "customer";
    });
  }

  /**
   * Bubbles of one sender may stand in a box that is no wider than they are; the lines of both sides together are the line.
   *
   * @param {(DOMRect | undefined)[]} lines
   * @returns {DOMRect | undefined}
   */
  function around(lines) {
    const known = lines.filter((line) => line !== undefined && line.width > 0).map((line) => /** @type {DOMRect} */ (line));
    if (known.length === 0) return undefined;
    const left = Math.min(...known.map((line) => line.left));
    return new DOMRect(left, 0, Math.max(...known.map((line) => line.right)) - left, 0);
  }

  /**
   * @param {Element} item
   * @param {Element} body
   * @param {DOMRect | undefined} row
   * @returns {"start" | "end" | "centre" | null} null if it fills its line
   */
  function placeOf(item, body, row) {
    const own = bubbleOf(item, body, row);
    if (!row || own.width === 0 || own.width > row.width * BUBBLE) return null;
    const left = own.left - row.left;
    const right = row.right - own.right;
    if (Math.abs(left - right) < CENTRED_PX) return "centre";
    const rtl = getComputedStyle(item).direction === "rtl";
    return left > right !== rtl ? "end" : "start";
  }

  /** @param {Element} item @returns {DOMRect | undefined} the box of the conversation that it lies in */
  function lineOf(item) {
    const own = item.getBoundingClientRect();
    for (let up = item.parentElement; up && up !== document.body; up = up.parentElement) {
      const box = up.getBoundingClientRect();
      if (box.height > own.height * 1.5 && box.width > own.width * 1.05) return box;
      if (up.childElementCount > 2 && box.height > own.height * 1.5) return box;
    }
    return item.parentElement?.getBoundingClientRect();
  }

  /**
   * The outermost part of a message that does not fill the line: what looks like a bubble.
   *
   * @param {Element} item
   * @param {Element} body
   * @param {DOMRect | undefined} row
   * @returns {DOMRect}
   */
  function bubbleOf(item, body, row) {
    let box = body.getBoundingClientRect();
    for (let up = body; row && up !== item && up.parentElement; up = up.parentElement) {
      const outer = up.parentElement.getBoundingClientRect();
      if (outer.width > row.width * BUBBLE) break;
      box = outer;
    }
    return box;
  }

  /**
   * Two looks, two sides: the one that the first message has is the customer's, unless the words say otherwise.
   *
   * @param {Part[]} parts
   * @returns {(Sender | null)[] | null} null unless there are two
   */
  function looksOf(parts) {
    const looks = parts.map(({ item }) => `${item.tagName} ${[...item.classList].filter((name) => !/^(odd|even|first|last)/i.test(name)).sort().join(" ")}`);
    const kinds = [...new Set(looks)];
    if (kinds.length !== 2 || parts.some(({ author }) => author)) return null;
    const said = kinds.map((kind) => SIDES.find(([, words]) => kind.toLowerCase().split(/[\s_-]+/).some((word) => words.includes(word)))?.[0]);
    const asks = said[1] === "customer" || (said[0] === "agent" && said[1] !== "agent") ? kinds[1] : kinds[0];
    return looks.map((look) => (look === asks ? "customer" : "agent"));
  }

  /** @param {Element} item @returns {"start" | "end" | null} on which side of its line a message stands */
  function sideOf(item) {
    const { body } = cuecard.parts.of(item, cuecard.crowd.of([item]), -1);
    const place = placeOf(item, body, lineOf(item));
    return place === "centre" ? null : place;
  }

  return { of, sideOf };
});
