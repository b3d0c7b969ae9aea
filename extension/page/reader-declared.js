// Reads a ticket as a declared adapter says (helpdesks/*.json).
cuecard.define("declared", () => {
  /** @typedef {import("../shared/adapter.js").Adapter} Adapter */
  /** @typedef {import("../shared/adapter.js").Field} Field */
  /** @typedef {import("../shared/adapter.js").MessageRules} MessageRules */
  /** @typedef {import("../shared/messages.js").Reading} Reading */

  /** @type {Adapter[]} */
  let known = [];

  /** @returns {Adapter | null} the adapter of the helpdesk that this page belongs to */
  function detect() {
    return known.find(({ detect: { address, all, any } }) => {
      if (address && !new RegExp(address, "i").test(location.href)) return false;
      if (all?.some((selector) => !document.querySelector(selector))) return false;
      return !any || any.some((selector) => document.querySelector(selector));
    }) ?? null;
  }

  /**
   * @param {Adapter} adapter
   * @returns {Reading | null} null if the page shows no ticket
   */
  function read(adapter) {
    const id = firstOf(adapter.ticket_id, document);
    const scope = (adapter.scope && id && document.querySelector(adapter.scope.replaceAll("{id}", CSS.escape(id)))) || document;
    const messages = adapter.messages.flatMap((rules) => messagesOf(rules, scope));
    if (!id && messages.length === 0) return null;
    const subject = firstOf(adapter.subject, scope);
    const isPublic = replyIsPublic(adapter, scope);
    return {
      page: { url: location.href, helpdesk: adapter.id, ticket_id: id },
      ...(subject && { subject }),
      messages,
      ...(isPublic !== null && { reply_public: isPublic }),
      customer: person(adapter.customer, scope),
      agent: person(adapter.agent, scope),
    };
  }

  /**
   * @param {MessageRules} rules
   * @param {ParentNode} scope
   * @returns {Reading["messages"]} oldest first
   */
  function messagesOf(rules, scope) {
    const found = [...scope.querySelectorAll(rules.selector)].flatMap((item) => {
      const text = bodies(rules, item)
        .map((body) => cuecard.text.read(body, rules.drop?.join(", ")))
        .join("\n\n")
        .trim();
      const at = firstOf(rules.at, item);
      return text ? [{ from: senderOf(rules, item), text, ...(at && !Number.isNaN(Date.parse(at)) && { at }) }] : [];
    });
    if (found.every(({ at }) => at)) return found.sort((a, b) => Date.parse(a.at ?? "") - Date.parse(b.at ?? ""));
    return rules.order === "newest_first" ? found.reverse() : found;
  }

  /**
   * @param {MessageRules} rules
   * @param {Element} item
   * @returns {Element[]}
   */
  function bodies({ body }, item) {
    return body ? [...item.querySelectorAll(body)] : [item];
  }

  /**
   * @param {MessageRules} rules
   * @param {Element} item
   * @returns {import("../shared/messages.js").Sender}
   */
  function senderOf({ senders, otherwise }, item) {
    const rule = senders.find(({ matches, contains, text, same_as, attribute }) => {
      if (matches && !item.matches(matches)) return false;
      const inside = contains ? [...item.querySelectorAll(contains)] : [item];
      if (contains && inside.length === 0) return false;
      if (same_as && attribute && !isSame(inside, same_as, attribute)) return false;
      return !text || inside.some((one) => new RegExp(text, "i").test(cuecard.text.line(one)));
    });
    return rule?.from ?? otherwise;
  }

  /**
   * @param {Element[]} inside
   * @param {string} selector
   * @param {string} attribute
   * @returns {boolean}
   */
  function isSame(inside, selector, attribute) {
    const values = [...document.querySelectorAll(selector)].map((one) => one.getAttribute(attribute));
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
   * The first field that gives something; a person or a subject may also stand outside the ticket's own part.
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
    const element = selector ? scope.querySelector(selector) : null;
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
    if (reply?.internal && scope.querySelector(reply.internal)) return false;
    return reply?.public && scope.querySelector(reply.public) ? true : null;
  }

  return { detect, read, know: (adapters) => { known = adapters; } };
});
