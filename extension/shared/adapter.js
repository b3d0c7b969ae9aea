// What a declared helpdesk adapter may say (helpdesks/*.json; helpdesks/adapter.schema.json checks the files,
// helpdesks/README.md tells it to people).

/**
 * Where one text stands in the page. `property` reads e.g. an input's value, `attribute` an attribute, neither the
 * shown text. `pattern` keeps its first group (or the whole match). `own_text` leaves out child elements.
 * @typedef {{selector?: string, property?: "value", attribute?: string, pattern?: string, own_text?: boolean}} Field
 */

/**
 * Who a message is from: the first rule that holds. `matches` is tried on the message itself, `contains` inside it,
 * and `text` (a regular expression, case ignored) on what `contains` found, or on the message. `same_as` holds if what
 * `contains` found has the same `attribute` as one of these elements of the page; without an attribute, if one of them
 * shows its text. `side`: where chats put the message in its line, `start` or `end`.
 * @typedef {object} SenderRule
 * @property {import("./messages.js").Sender} from
 * @property {string} [matches]
 * @property {string} [contains]
 * @property {string} [text]
 * @property {string} [same_as]
 * @property {string} [attribute]
 * @property {"start" | "end"} [side]
 */

/**
 * @typedef {object} MessageRules
 * @property {string} selector  one message each
 * @property {"oldest_first" | "newest_first"} order  as in the document; times, where all have one, know better
 * @property {string} [body]  inside the message; the message itself if left out
 * @property {string[]} [drop]  inside the body: what is not the sender's text
 * @property {Field[]} [at]  the time, as the page has it; kept only if it is an ISO date
 * @property {string} [author]  inside the message: who wrote it. Where no rule says more, the customer and whoever wrote
 *   first ask, all others answer
 * @property {SenderRule[]} senders
 * @property {import("./messages.js").Sender} otherwise
 */

/**
 * @typedef {object} Adapter
 * @property {string} id
 * @property {string} name
 * @property {{address?: string, all?: string[], any?: string[]}} detect  `address`: regular expression over the URL;
 *   every selector of `all` and one of `any` has to be there
 * @property {string} [scope]  the part of the page that shows the open ticket (the visible one, if several do); `{id}`
 *   stands for the ticket's id; a page without it shows no ticket
 * @property {Field[]} ticket_id  without a selector and attribute: read from the URL
 * @property {Field[]} [subject]
 * @property {MessageRules[]} [messages]  several kinds of messages, in the order in which they stand in the page; left
 *   out, they are found by their shape
 * @property {string} [without_messages]  there on pages of a ticket that do not show its conversation
 * @property {{name?: Field[], email?: Field[]}} [customer]
 * @property {{name?: Field[], email?: Field[]}} [agent]
 * @property {string} [editor]
 * @property {{public?: string, internal?: string}} [reply]  a selector that matches when the editor is set so
 * @property {"live" | "rebuilt"} [tested]  in the running helpdesk, or on a page rebuilt from what is known of it
 * @property {{from: string, names: string[]}[]} [sources]  where each class, id and value in the selectors was read
 */

export {};
