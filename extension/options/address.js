// What the page's address may ask for: #pair=CODE&port=PORT&site=ORIGIN, so that a start page can hand over a fresh code.
// No web page can open this one, and an address can enable only a site whose permission the browser has already given.

import { DIGITS } from "./pairing.js";

/**
 * Do what the address asks, once; the code does not stay in the history.
 *
 * @param {{pair: (code: string, port: number | undefined) => Promise<unknown>, enable: (origin: string) => Promise<unknown>}} acts
 * @returns {Promise<boolean>} whether it asked to pair
 */
export async function takeAddress({ pair, enable }) {
  const asked = new URLSearchParams(location.hash.slice(1));
  const code = asked.get("pair") ?? "";
  const site = asked.get("site");
  const pairing = DIGITS.test(code);
  if (!pairing && site === null) return false;
  history.replaceState(null, "", location.pathname);
  if (pairing) await pair(code, asked.has("port") ? Number(asked.get("port")) : undefined);
  if (site !== null) await enable(site);
  return pairing;
}
