// What the options page asks for.
import { checkConnection } from "./connection.js";
import { pair, unpair } from "./pairing.js";
import { isPort, rememberPort } from "./settings.js";
import { forgetTaught, sendTaught, teachSite } from "./teaching.js";
import { taught } from "./taught.js";
import { setSlash } from "./slash.js";
import { disableSite, enableSite, isSite, sites } from "./site-permissions.js";

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const REQUESTS = {
  connection: () => checkConnection(),
  set_port: async ({ port }) => {
    if (isPort(port)) await rememberPort(port);
    return checkConnection();
  },
  pair: ({ code, port }) => pair(String(code), isPort(port) ? port : undefined),
  unpair: () => unpair(),
  sites: () => sites(),
  site_enable: async ({ origin }) => {
    if (isSite(origin)) await enableSite(origin);
    return sites();
  },
  site_slash: async ({ origin, on }) => {
    if (isSite(origin)) await setSlash(origin, Boolean(on));
    return sites();
  },
  site_disable: async ({ origin }) => {
    if (isSite(origin)) await disableSite(origin);
    return sites();
  },
  teach: ({ origin }) => teachSite(origin),
  taught: () => taught(),
  taught_send: ({ origin }) => sendTaught(origin),
  taught_forget: async ({ origin }) => {
    await forgetTaught(origin);
    return taught();
  },
};

/**
 * @param {{type: string}} message
 * @returns {Promise<unknown> | null} null if it is none of the options page's messages
 */
export function takeOptionsMessage(message) {
  return Object.hasOwn(REQUESTS, message.type) ? REQUESTS[message.type]?.(message) ?? null : null;
}
