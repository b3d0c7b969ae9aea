// One ticket: its head, its conversation, and the requester at the right.

import { sendReply } from "./api.js";
import { makeComposer } from "./composer.js";
import { h, initials, when } from "./dom.js";
import { channelName } from "./inbox.js";

const ROLES = { customer: "Customer", agent: "Agent", note: "Internal note" };

/**
 * @param {HTMLElement} main
 * @param {import("./api.js").Ticket} ticket
 * @param {() => Promise<void>} onSent  called when the conversation has changed
 */
export function drawTicket(main, ticket, onSent) {
  const composer = makeComposer(ticket, async (reply) => {
    await sendReply(ticket.id, reply);
    await onSent();
  });
  const conversation = h("section.conversation", { "aria-label": "Conversation" }, ...ticket.messages.map(message));
  main.replaceChildren(
    h(
      "header.ticket-head",
      {},
      h("a.back", { href: "/" }, "Inbox"),
      h("h1.ticket-subject", { dir: "auto" }, ticket.subject),
      h(
        "p.ticket-facts",
        {},
        h("span.ticket-number", {}, `#${ticket.id}`),
        h("span", {}, channelName(ticket.channel)),
        h("span.ticket-state", {}, ticket.answered ? "Pending" : "Open"),
      ),
    ),
    conversation,
    composer,
  );
  conversation.scrollTop = conversation.scrollHeight;
}

/** @param {import("./api.js").Message} one */
function message(one) {
  return h(
    `article.message.message-${one.from}`,
    {},
    h("span.avatar", { "aria-hidden": "true" }, initials(one.author)),
    h(
      "div.message-main",
      {},
      h(
        "header.message-head",
        {},
        h("bdi.message-author", {}, one.author),
        h("span.message-role", {}, ROLES[one.from]),
        when(one.at),
      ),
      h("div.message-body", { dir: "auto" }, ...(one.html === null ? paragraphs(one.text ?? "") : markup(one.html))),
    ),
  );
}

/**
 * @param {string} text  as it arrived by mail: blank lines between paragraphs, ">" before quoted lines
 * @returns {Node[]}
 */
function paragraphs(text) {
  return text.split(/\n\s*\n/u).map((block) => {
    const lines = block.split("\n");
    const quoted = lines.every((line) => line.startsWith(">"));
    const shown = quoted ? lines.map((line) => line.replace(/^>+ ?/u, "")) : lines;
    const content = shown.flatMap((line, index) => (index ? [h("br"), line] : [line]));
    const paragraph = h("p", { dir: "auto" }, ...content);
    return quoted ? h("blockquote", {}, paragraph) : paragraph;
  });
}

/**
 * @param {string} html  sanitised by the server
 * @returns {Node[]}
 */
function markup(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const link of parsed.querySelectorAll("a")) link.target = "_blank";
  return [...parsed.body.childNodes];
}

/**
 * @param {HTMLElement} aside
 * @param {import("./api.js").Ticket} ticket
 */
export function drawDetails(aside, ticket) {
  const { name, ...rest } = ticket.person;
  const labels = /** @type {Record<string, string>} */ ({ email: "E-mail", since: "Customer since" });
  aside.hidden = false;
  aside.replaceChildren(
    h("h2", {}, "Requester"),
    h("div.person", {}, h("span.avatar", { "aria-hidden": "true" }, initials(name)), h("bdi", {}, name)),
    h(
      "dl",
      {},
      h("dt", {}, "Name"),
      h("dd", {}, h("bdi", {}, name)),
      ...Object.entries(rest).flatMap(([key, value]) => [
        h("dt", {}, labels[key] ?? key.charAt(0).toUpperCase() + key.slice(1)),
        h("dd", {}, key === "email" ? h("a", { href: `mailto:${value}` }, value) : h("bdi", {}, value)),
      ]),
    ),
  );
}
