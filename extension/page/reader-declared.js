// Reads a ticket as a declared adapter says (helpdesks/*.json).
cuecard.define("declared", () => {
  /** @typedef {import("../shared/adapter.js").Adapter} Adapter */
  /** @typedef {import("../shared/adapter.js").Field} Field */
  /** @typedef {import("../shared/adapter.js").MessageRules} MessageRules */
  /** @typedef {import("../shared/messages.js").Reading} Reading */

  /** The sidecar looks at the newest messages; reading all of a long ticket would cost the page. */
  const MOST = 40;
  /** A page that goes to a ticket shows nothing of it for so long. */
  const BUILDING_MS = 1500;

  /** @type {Adapter[]} */
  let known = [];
  /** Where no messages were found, and since when. @type {{id: string | null, href: string, since: number} | null} */
  let empty = null;

  /** @returns {Adapter | null} the adapter of the helpdesk that this page belongs to */
  function detect() {
    return known.find(isOurs) ?? null;
  }

  /** @param {Adapter} adapter */
  function isOurs({ detect: { address, all, any } }) {
    try {
      if (address && !new RegExp(address, "i").test(location.href)) return false;
      if (all?.some((selector) => !cuecard.roots.first(selector))) return false;
      return !any || any.some((selector) => cuecard.roots.first(selector));
    } catch {
      return false; // what was declared by hand may not work in this browser; the others still do
    }
  }

  /**
   * @param {Adapter} adapter
   * @returns {Reading | null} null if the page shows no ticket
   */
  function read(adapter) {
    const id = firstOf(adapter.ticket_id, document);
    const scope = scopeOf(adapter, id);
    // The helpdesk keeps other tickets in the page, too: without the open one's part nothing is its own.
    if (!scope) return null;
    const asker = person(adapter.customer, scope).name;
    const own = (adapter.messages ?? []).flatMap((rules) => messagesOf(rules, scope, asker));
    const found = own.length > 0 || showsNone(adapter, scope, id) ? null : cuecard.generic.read();
    const messages = found?.messages ?? own;
    if (!id && messages.length === 0) return null;
    const subject = firstOf(adapter.subject, scope) ?? (adapter.subject ? undefined : found?.subject);
    const isPublic = replyIsPublic(adapter, scope) ?? found?.reply_public ?? null;
    return {
      page: { url: location.href, helpdesk: adapter.id, ticket_id: id },
      ...(subject && { subject }),
      messages,
      ...(isPublic !== null && { reply_public: isPublic }),
      customer: { ...found?.customer, ...person(adapter.customer, scope) },
      agent: { ...found?.agent, ...person(adapter.agent, scope) },
    };
  }

  /**
   * @param {Adapter} adapter
   * @param {string | null} id
   * @returns {ParentNode | null}
   */
  function scopeOf({ scope }, id) {
    if (!scope) return document;
    if (scope.includes("{id}") && !id) return null;
    const parts = cuecard.roots.query(scope.replaceAll("{id}", CSS.escape(id ?? "")));
    return parts.find((part) => part.checkVisibility()) ?? null;
  }

  /**
   * Whether nothing is to be found by shape: a page that is known to show no messages, or one that is still building.
   * A helpdesk that was changed since its adapter was written is read as one that nobody knows.
   *
   * @param {Adapter} adapter
   * @param {ParentNode} scope
   * @param {string | null} id
   * @returns {boolean}
   */
  function showsNone({ messages, without_messages }, scope, id) {
    if (without_messages && cuecard.roots.first(without_messages, scope)) return true;
    if (!messages) return false;
    if (empty?.id !== id || empty.href !== location.href) empty = { id, href: location.href, since: Date.now() };
    return Date.now() - empty.since < BUILDING_MS;
  }

  /** @returns {boolean} whether a page without messages may only not be built yet: read it again */
  function waits() {
    return empty !== null && empty.href === location.href && Date.now() - empty.since < BUILDING_MS;
  }

  /**
   * @param {MessageRules} rules
   * @param {ParentNode} scope
   * @param {string | undefined} asker  the customer's name, where the page says it
   * @returns {Reading["messages"]} the newest, oldest first
   */
  function messagesOf(rules, scope, asker) {
    const all = cuecard.roots.query(rules.selector, scope);
    cuecard.roots.seen(all);
    const reversed = rules.order === "newest_first";
    const newest = reversed ? all.slice(0, MOST) : all.slice(-MOST);
    const askers = new Set([asker, authorOf(rules, all.at(reversed ? -1 : 0))].flatMap((name) => (name ? [name.toLowerCase()] : [])));
    const found = newest.flatMap((item) => {
      const text = bodies(rules, item)
        .map((body) => cuecard.text.read(body, rules.drop?.join(", ")))
        .join("\n\n")
        .trim();
      const at = firstOf(rules.at, item);
      return text ? [{ from: senderOf(rules, item, askers), text, ...(at && !Number.isNaN(Date.parse(at)) && { at }) }] : [];
    });
    if (found.every(({ at }) => at)) return found.sort((a, b) => Date.parse(a.at ?? "") - Date.parse(b.at ?? ""));
    return reversed ? found.reverse() : found;
  }

  /**
   * @param {MessageRules} rules
   * @param {Element} item
   * @returns {Element[]}
   */
  function bodies({ body }, item) {
    if (!body) return [item];
    const found = cuecard.roots.query(body, item);
    return found.filter((one) => !found.some((other) => other !== one && other.contains(one)));
  }

  /**
   * @param {MessageRules} rules
   * @param {Element} item
   * @param {Set<string>} askers  names, in lower case
   * @returns {import("../shared/messages.js").Sender}
   */
  function senderOf(rules, item, askers) {
    const { senders, otherwise } = rules;
    const rule = senders.find(({ matches, contains, text, same_as, attribute, side }) => {
      if (matches && !item.matches(matches)) return false;
      const inside = contains ? cuecard.roots.query(contains, item) : [item];
      if (contains && inside.length === 0) return false;
      if (same_as && !isSame(inside, same_as, attribute)) return false;
      if (side && cuecard.senders.sideOf(item) !== side) return false;
      return !text || inside.some((one) => new RegExp(text, "i").test(cuecard.text.line(one)));
    });
    if (rule) return rule.from;
    const author = authorOf(rules, item).toLowerCase();
    return author === "" ? otherwise : askers.has(author) ? "customer" : "agent";
  }

  /**
   * @param {MessageRules} rules
   * @param {Element | undefined} item
   * @returns {string} "" if it does not say
   */
  function authorOf({ author }, item) {
    return author && item ? cuecard.text.line(cuecard.roots.first(author, item)) : "";
  }

  /**
   * @param {Element[]} inside
   * @param {string} selector
   * @param {string | undefined} attribute  without one, what is shown is compared
   * @returns {boolean}
   */
  function isSame(inside, selector, attribute) {
    const others = cuecard.roots.query(selector);
    if (!attribute) {
      const shown = others.map((one) => `${cuecard.text.line(one)} ${one instanceof HTMLInputElement ? one.value : ""}`.toLowerCase());
      return inside.some((one) => cuecard.text.line(one).length > 1 && shown.some((text) => text.includes(cuecard.text.line(one).toLowerCase())));
    }
    const values = others.map((one) => one.getAttribute(attribute));
    return inside.some((one) => one.hasAttribute(attribute) && values.includes(one.getAttribute(attribute)));
  }

  /**
   * @param {{name?: Field[], email?: Field[]} | undefined} fields
   * @param {ParentNode} scope
   */
  function person(fields, scope) {
    const name = firstOf(fields?.name, scope);
    const email = firstOf(fields?.email, scope);
    return { ...(name && { name }), ...(email && { email }) };
  }

  /**
   * The first field that gives something.
   *
   * @param {Field[] | undefined} fields
   * @param {ParentNode} scope
   * @returns {string | null}
   */
  function firstOf(fields, scope) {
    for (const field of fields ?? []) {
      const value = valueOf(field, scope);
      if (value) return value;
    }
    return null;
  }

  /**
   * @param {Field} field
   * @param {ParentNode} scope
   * @returns {string}
   */
  function valueOf({ selector, property, attribute, pattern, own_text }, scope) {
    const element = selector ? cuecard.roots.first(selector, scope) : null;
    if (selector && !element) return "";
    const raw = !element ? location.href : raw_text(element, property, attribute, own_text);
    if (!pattern) return raw.trim();
    const found = new RegExp(pattern, "i").exec(raw);
    return (found?.[1] ?? found?.[0] ?? "").trim();
  }

  /**
   * @param {Element} element
   * @param {"value" | undefined} property
   * @param {string | undefined} attribute
   * @param {boolean | undefined} own_text
   * @returns {string}
   */
  function raw_text(element, property, attribute, own_text) {
    if (attribute) return element.getAttribute(attribute) ?? "";
    if (property) return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.value : "";
    if (!own_text) return cuecard.text.line(element);
    return [...element.childNodes].flatMap((node) => (node instanceof Text ? [node.data] : [])).join(" ").replace(/\s+/g, " ");
  }

  /**
   * @param {Adapter} adapter
   * @param {ParentNode} scope
   * @returns {boolean | null}
   */
  function replyIsPublic({ reply }, scope) {
    if (reply?.internal && cuecard.roots.first(reply.internal, scope)) return false;
    return reply?.public && cuecard.roots.first(reply.public, scope) ? true : null;
  }

  return { detect, read, waits, know: (adapters) => { known = adapters; } };
});
