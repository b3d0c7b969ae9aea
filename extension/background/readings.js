// A reading comes from a document that belongs to somebody else: only what has the right form and size goes on.

/** @typedef {import("../shared/messages.js").Reading} Reading */

/** The sidecar looks at the newest messages; more than this is an archive, not a question. */
const MESSAGES = 60;
const TEXT = 20_000;
const LINE = 500;
const SENDERS = ["customer", "agent", "note", "bot", "system"];
const PERSON = /** @type {const} */ (["name", "first_name", "last_name", "email"]);

/**
 * @param {unknown} value
 * @returns {Reading | null} null if it is no reading
 */
export function asReading(value) {
  const read = /** @type {any} */ (value);
  if (typeof read?.page?.url !== "string" || !URL.canParse(read.page.url) || !Array.isArray(read.messages)) return null;
  const draft = line(read.draft, TEXT);
  const subject = line(read.subject);
  return {
    page: { url: read.page.url.slice(0, 2000), helpdesk: line(read.page.helpdesk) ?? null, ticket_id: line(read.page.ticket_id) ?? null },
    messages: read.messages.slice(-MESSAGES).flatMap(asMessage),
    ...(subject && { subject }),
    ...(draft && { draft }),
    ...(typeof read.reply_public === "boolean" && { reply_public: read.reply_public }),
    ...(read.customer && { customer: asPerson(read.customer) }),
    ...(read.agent && { agent: asPerson(read.agent) }),
    ...(typeof read.language === "string" && /^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/.test(read.language) && { language: read.language }),
  };
}

/**
 * @param {any} message
 * @returns {Reading["messages"]}
 */
function asMessage(message) {
  const text = line(message?.text, TEXT);
  if (!text || !SENDERS.includes(message.from)) return [];
  const at = typeof message.at === "string" && !Number.isNaN(Date.parse(message.at)) ? new Date(message.at).toISOString() : null;
  return [{ from: message.from, text, ...(at && { at }) }];
}

/**
 * @param {any} person
 * @returns {NonNullable<Reading["customer"]>}
 */
function asPerson(person) {
  const known = PERSON.flatMap((part) => {
    const value = line(person[part]);
    return value ? [[part, value]] : [];
  });
  return Object.fromEntries(known);
}

/**
 * @param {unknown} value
 * @param {number} [longest]
 * @returns {string | undefined}
 */
function line(value, longest = LINE) {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, longest) : undefined;
}
