// Some helpdesks write the reply on a page that does not show the conversation (Request Tracker). What was read of a
// ticket is remembered for the session, in memory only, so that its reply page knows it.
import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/messages.js").Reading} Reading */

const KEPT = 20;

/** What is remembered is written one after the other: two at once lose one of them. @type {Promise<unknown>} */
let pending = Promise.resolve();

/**
 * Fill in what the page does not show of a ticket that was read before.
 *
 * @param {Reading} reading
 * @returns {Promise<Reading>}
 */
export async function withConversation(reading) {
  const key = keyOf(reading);
  if (!key) return reading;
  if (reading.messages.length > 0) {
    // The agent waits for suggestions, not for this.
    pending = pending.then(() => remember(key, reading)).catch(() => undefined);
    return reading;
  }
  await pending;
  const before = (await kept()).find((entry) => entry.key === key)?.reading;
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
 * @param {string} key
 * @param {Reading} reading
 * @returns {Promise<void>}
 */
async function remember(key, reading) {
  const others = (await kept()).filter((entry) => entry.key !== key);
  await ext.storage.session.set({ conversations: [{ key, reading }, ...others].slice(0, KEPT) });
}

/** @returns {Promise<{key: string, reading: Reading}[]>} the newest first */
async function kept() {
  const { conversations } = await ext.storage.session.get("conversations");
  return /** @type {{key: string, reading: Reading}[] | undefined} */ (conversations) ?? [];
}

/**
 * @param {Reading} reading
 * @returns {string | null}
 */
function keyOf({ page }) {
  return page.ticket_id ? `${new URL(page.url).origin} ${page.helpdesk} ${page.ticket_id}` : null;
}
