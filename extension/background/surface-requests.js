// What a surface may ask for, after its greeting. A frame of ours is trusted to be ours, not to be free of faults:
// every field is checked before it is used.
import { ext } from "../shared/ext.js";
import { checkConnection } from "./connection.js";
import { keepDraft } from "./drafts.js";
import { copyAnswer, insertAnswerInto, openAnswer, renderAnswer } from "./insertion.js";
import { judge } from "./judging.js";
import { closeList, openList } from "./opening.js";
import { search } from "./search-box.js";
import { tellOffered } from "./slash.js";
import { browse } from "./start.js";
import { disableSite } from "./site-permissions.js";
import { tellPage } from "./channels.js";
import { tabState } from "./tabs.js";
import { suggest } from "./tickets.js";

/** @typedef {import("../shared/messages.js").FromSurface} FromSurface */
/** @typedef {(answer: import("../shared/messages.js").ToSurface) => void} Reply */

/** @type {Record<string, (tab: number, message: any, reply: Reply) => unknown>} */
const REQUESTS = {
  insert: async (tab, message, reply) => reply({ type: "done", request: message.request, outcome: await insertAnswerInto(tab, choice(message)) }),
  copy: async (tab, message, reply) => reply({ type: "done", request: message.request, outcome: await copyAnswer(tab, choice(message)) }),
  render: async (tab, message, reply) => reply({ type: "rendered", request: message.request, ...(await renderAnswer(tab, choice(message))) }),
  open: (tab, message) => openAnswer(tab, text(message.query_id), text(message.answer_id)),
  search: (tab, message) => search(tab, text(message.query)),
  draft: (_tab, message) => keepDraft(text(message.key), choice({ values: message.typed }).values),
  browse: (tab) => browse(tab),
  judge: async (tab, message, reply) => reply({ type: "done", request: message.request, outcome: await judge(tab, message.judgement ?? {}) }),
  retry: async (tab) => {
    await checkConnection();
    await suggest(tab);
  },
  options: () => ext.runtime.openOptionsPage(),
  site_off: async (tab) => {
    const { reading } = await tabState(tab);
    const url = reading?.page.url ?? (await ext.tabs.get(tab)).url;
    if (url) await disableSite(new URL(url).origin);
  },
  slash_offered: (tab, message) => tellOffered(tab, message.count),
  take_focus: (tab) => openList(tab, "list"),
  size: (tab, message) => {
    if (Number.isFinite(message.height) && message.height > 0) return tellPage(tab, { type: "resize", height: message.height });
    return undefined;
  },
  close: closeList,
};

/**
 * Do what a surface asks.
 *
 * @param {number} tab
 * @param {unknown} message
 * @param {Reply} reply
 * @returns {Promise<void>}
 */
export async function takeSurfaceMessage(tab, message, reply) {
  const { type } = /** @type {{type?: unknown}} */ (message ?? {});
  if (typeof type === "string" && Object.hasOwn(REQUESTS, type)) await REQUESTS[type]?.(tab, message, reply);
}

/**
 * @param {any} message
 * @returns {import("./insertion.js").Choice}
 */
function choice({ query_id, answer_id, passage_id, values, body, also }) {
  const given = Object.entries(values ?? {}).filter(([, value]) => typeof value === "string");
  return {
    query_id: text(query_id),
    answer_id: text(answer_id),
    passage_id: text(passage_id),
    values: /** @type {Record<string, string>} */ (Object.fromEntries(given)),
    body: typeof body?.text === "string" && typeof body?.html === "string" ? { text: body.text, html: body.html } : null,
    also: Array.isArray(also) ? also.map((one) => ({ query_id: text(one?.query_id), answer_id: text(one?.answer_id), passage_id: text(one?.passage_id) })) : [],
  };
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function text(value) {
  return typeof value === "string" ? value : "";
}
