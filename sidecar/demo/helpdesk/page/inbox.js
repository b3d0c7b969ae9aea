// The list of tickets at the left.

import { h, when } from "./dom.js";

const CHANNELS = { mail: "E-mail", form: "Web form", chat: "Chat" };

/**
 * @param {HTMLElement} list
 * @param {import("./api.js").Summary[]} tickets
 */
export function drawInbox(list, tickets) {
  list.replaceChildren(...tickets.map(row));
}

/** @param {import("./api.js").Summary} ticket */
function row(ticket) {
  return h(
    "li",
    {},
    h(
      ticket.answered ? "a.row.row-answered" : "a.row",
      { href: `/tickets/${ticket.id}` },
      h("span.row-top", {}, h("bdi.row-requester", {}, ticket.requester), when(ticket.updated)),
      h("bdi.row-subject", { dir: "auto" }, ticket.subject),
      h(
        "span.row-foot",
        {},
        h("span", {}, channelName(ticket.channel)),
        h("span", {}, ticket.answered ? "Waiting for customer" : `#${ticket.id}`),
      ),
    ),
  );
}

/**
 * @param {string} channel
 * @returns {string}
 */
export function channelName(channel) {
  return CHANNELS[/** @type {keyof typeof CHANNELS} */ (channel)] ?? channel;
}
