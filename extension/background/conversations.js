// Some helpdesks write the reply on a page that does not show the conversation (Request Tracker). What was read of a
// ticket is remembered for the session, in memory only, so that its reply page knows it.
import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/messages.js").Reading} Reading */

const KEPT = 20;

/**
 * Fill in what the page does not show of a ticket that was read before.
 *
 * @param {Reading} reading
 * @returns {Promise<Reading>}
 */
export async function withConversation(reading) {
  const key = keyOf(reading);
  if (!key) return reading;
  const { conversations } = await ext.storage.session.get("conversations");
  const kept = /** @type {{key: string, reading: Reading}[]} */ (conversations ?? []);
  if (reading.messages.length > 0) {
    const others = kept.filter((entry) => entry.key !== key);
    await ext.storage.session.set({ conversations: [{ key, reading }, ...others].slice(0, KEPT) });
    return reading;
  }
  const before = kept.find((entry) => entry.key === key)?.reading;
  if (!before) return reading;
  return {
    ...before,
    ...reading,
    subject: reading.subject ?? before.subject ?? "",
    messages: before.messages,
    customer: { ...before.customer, ...reading.customer },
    agent: { ...before.agent, ...reading.agent },
  };
}

/**
 * @param {Reading} reading
 * @returns {string | null}
 */
function keyOf({ page }) {
  return page.ticket_id ? `${new URL(page.url).origin} ${page.helpdesk} ${page.ticket_id}` : null;
}
