// Nonces: they prove that an overlay frame was mounted by our own page script, not by the page. One per mount, for one
// tab, greeting only once and soon; afterwards it belongs to that very document, which may greet again when the
// background was asleep.
import { ext } from "../shared/ext.js";

const GREET_WITHIN_MS = 15_000;

/** @typedef {{tab: number, minted: number, document: string | null}} Mount */

/**
 * @param {number} tab
 * @returns {Promise<string>} a new nonce for a frame in this tab
 */
export async function mint(tab) {
  const nonce = crypto.randomUUID();
  await ext.storage.session.set({ [keyOf(nonce)]: { tab, minted: Date.now(), document: null } });
  return nonce;
}

/**
 * Check the greeting of a frame.
 *
 * @param {string} nonce
 * @param {chrome.runtime.MessageSender | undefined} sender
 * @returns {Promise<number | null>} its tab, or null if it is to be refused
 */
export async function greet(nonce, sender) {
  const key = keyOf(nonce);
  const { [key]: kept } = await ext.storage.session.get(key);
  const mount = /** @type {Mount | undefined} */ (kept);
  if (!mount || !sender?.tab || sender.tab.id !== mount.tab) return null;
  const document = sender.documentId ?? `frame ${sender.frameId}`;
  if (mount.document !== null) return mount.document === document ? mount.tab : null;
  if (Date.now() - mount.minted > GREET_WITHIN_MS) return null;
  await ext.storage.session.set({ [key]: { ...mount, document } });
  return mount.tab;
}

/**
 * Forget the nonces of a tab whose page is gone.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function forgetMounts(tab) {
  const kept = await ext.storage.session.get(null);
  const stale = Object.entries(kept).flatMap(([key, value]) => {
    return key.startsWith("mount:") && /** @type {Mount} */ (value).tab === tab ? [key] : [];
  });
  if (stale.length > 0) await ext.storage.session.remove(stale);
}

/**
 * @param {string} nonce
 * @returns {string}
 */
function keyOf(nonce) {
  return `mount:${nonce}`;
}
