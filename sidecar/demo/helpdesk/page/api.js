// The page's own server: tickets and the replies sent to them.

/**
 * @typedef {{id: string, subject: string, channel: string, requester: string, updated: string, answered: boolean}} Summary
 * @typedef {{from: "customer" | "agent" | "note", author: string, at: string, text: string | null, html: string | null}} Message
 * @typedef {Summary & {editor: "rich" | "plain", person: {name: string, email: string} & Record<string, string>, messages: Message[]}} Ticket
 */

/** @returns {Promise<{agent: string, tickets: Summary[]}>} */
export const listTickets = () => ask("/api/tickets");

/**
 * @param {string} id
 * @returns {Promise<Ticket>}
 */
export const showTicket = (id) => ask(`/api/tickets/${encodeURIComponent(id)}`);

/**
 * @param {string} id
 * @param {{public: boolean, html?: string, text?: string}} reply
 * @returns {Promise<Ticket>} the ticket with the reply in its conversation
 */
export const sendReply = (id, reply) =>
  ask(`/api/tickets/${encodeURIComponent(id)}/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(reply),
  });

/**
 * @param {string} path
 * @param {RequestInit} [options]
 */
async function ask(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
