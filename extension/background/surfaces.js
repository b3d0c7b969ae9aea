// The surfaces: overlay frames that greeted with a valid nonce, and the browser's side panel. Each gets the whole state of
// its tab whenever it changes; the page gets the pill's share of it, which holds no answer.
import { ext } from "../shared/ext.js";
import { hasSurface, keepPort, post, tellSurfaces } from "./channels.js";
import { connection, onConnection } from "./connection.js";
import { draftsOf } from "./drafts.js";
import { ready } from "./gate.js";
import { greet } from "./mounts.js";
import { focusGreeted } from "./opening.js";
import { tellPill } from "./pill.js";
import { isEnabled } from "./site-permissions.js";
import { typedIn } from "./slash.js";
import { knownTabs, onTab, tabState, updateTab } from "./tabs.js";
import { takeSurfaceMessage } from "./surface-requests.js";

onTab((tab) => void show(tab));
onConnection(() => void knownTabs().then((tabs) => Promise.all(tabs.map(show))));

/**
 * A frame wants to be a surface. It is heard only after its greeting was accepted.
 *
 * @param {chrome.runtime.Port} port
 */
export function connectSurface(port) {
  const { sender } = port;
  const kind = port.name === "surface" && sender?.id === ext.runtime.id ? kindOf(sender) : null;
  if (kind === null) {
    port.disconnect();
    return;
  }
  /** @type {Promise<number | null> | undefined} */
  let greeted;
  port.onMessage.addListener((message) => {
    if (!greeted) {
      greeted = ready().then(() => welcome(port, kind, message));
      return;
    }
    void greeted.then((tab) => (tab === null ? undefined : takeSurfaceMessage(tab, message, (answer) => post(port, answer))));
  });
}

/**
 * Bring the pill and the surfaces of a tab up to date.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function show(tab) {
  const [state, { open }, sidecar] = await Promise.all([tabState(tab), shortcuts(), connection()]);
  const suggestions = state.response?.suggestions ?? [];
  tellPill(tab, {
    type: "pill",
    connection: sidecar.state,
    count: suggestions.length,
    verified: suggestions.some(({ trust }) => trust.state === "verified"),
    confident: state.response?.confident ?? false,
    phase: state.phase,
    shortcut: open,
  });
  if (hasSurface(tab)) tellSurfaces(tab, { type: "state", state: { ...surfaceState(state, sidecar, await isOn(tab)), drafts: await draftsOf(state.ticket_key) } });
}

/**
 * No page can frame the panel: it is not web accessible.
 *
 * @param {chrome.runtime.MessageSender} sender
 * @returns {import("./channels.js").Kind | null} null for a page that is no surface
 */
function kindOf({ url }) {
  if (url?.startsWith(ext.runtime.getURL("overlay/"))) return "overlay";
  return url?.startsWith(ext.runtime.getURL("sidepanel/")) ? "panel" : null;
}

/**
 * @param {chrome.runtime.Port} port
 * @param {import("./channels.js").Kind} kind
 * @param {unknown} message
 * @returns {Promise<number | null>} the tab it belongs to
 */
async function welcome(port, kind, message) {
  const tab = await (kind === "overlay" ? tabOfFrame(port, message) : tabOfPanel(message));
  if (tab === null) {
    post(port, { type: "refused" });
    port.disconnect();
    return null;
  }
  keepPort(tab, port, kind);
  const known = kind === "overlay" ? updateTab(tab, { mounted: true }) : tabState(tab);
  const [state, sidecar, on] = await Promise.all([known, connection(), isOn(tab)]);
  post(port, { type: "state", state: { ...surfaceState(state, sidecar, on), drafts: await draftsOf(state.ticket_key) } });
  if (kind === "panel") return tab;
  post(port, { type: "visible", visible: state.visible });
  void focusGreeted(tab);
  const typed = typedIn(tab);
  if (typed !== undefined && (await tabState(tab)).slash !== null) post(port, { type: "slash", query: typed });
  return tab;
}

/**
 * @param {chrome.runtime.Port} port
 * @param {any} message
 * @returns {Promise<number | null>} null: the frame was not mounted by us
 */
async function tabOfFrame(port, message) {
  return message?.type === "hello" && typeof message.nonce === "string" ? greet(message.nonce, port.sender) : null;
}

/**
 * @param {any} message
 * @returns {Promise<number | null>} null: there is no such tab
 */
async function tabOfPanel(message) {
  if (message?.type !== "hello_panel" || !Number.isInteger(message.tab)) return null;
  const tab = await ext.tabs.get(message.tab).catch(() => undefined);
  return tab?.id ?? null;
}

/**
 * @param {number} tab
 * @returns {Promise<boolean>} whether Cuecard runs in what the tab shows; the address of other pages it does not even see
 */
async function isOn(tab) {
  const { url } = (await ext.tabs.get(tab).catch(() => undefined)) ?? {};
  return Boolean(url && URL.canParse(url) && (await isEnabled(new URL(url).origin)));
}

/**
 * @param {import("./tabs.js").TabState} state
 * @param {import("../shared/messages.js").Connection} sidecar
 * @param {boolean} enabled
 * @returns {import("../shared/messages.js").SurfaceState}
 */
function surfaceState({ phase, response, search, start, reading, has_editor, ticket_key }, sidecar, enabled) {
  return { connection: sidecar, enabled, phase, response, search, start, reply_public: reading?.reply_public ?? null, has_editor, ticket_key };
}

/** @returns {Promise<{open: string}>} */
async function shortcuts() {
  const commands = await ext.commands.getAll();
  return { open: commands.find(({ name }) => name === "open-list")?.shortcut ?? "" };
}
