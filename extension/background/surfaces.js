// The surfaces: overlay frames that greeted with a valid nonce. Each gets the whole state of its tab whenever it
// changes; the page gets the pill's share of it, which holds no answer.
import { ext } from "../shared/ext.js";
import { hasSurface, keepPort, post, tellPage, tellSurfaces } from "./channels.js";
import { connection, onConnection } from "./connection.js";
import { ready } from "./gate.js";
import { greet, mint } from "./mounts.js";
import { knownTabs, onTab, tabState, updateTab } from "./tabs.js";
import { takeSurfaceMessage } from "./surface-requests.js";

/** @type {Map<number, "list" | "search">} */
const focusLater = new Map();

onTab((tab) => void show(tab));
onConnection(() => void knownTabs().then((tabs) => Promise.all(tabs.map(show))));

/**
 * A frame wants to be a surface. It is heard only after its greeting was accepted.
 *
 * @param {chrome.runtime.Port} port
 */
export function connectSurface(port) {
  const { sender } = port;
  if (port.name !== "surface" || sender?.id !== ext.runtime.id || !sender.url?.startsWith(ext.runtime.getURL("overlay/"))) {
    port.disconnect();
    return;
  }
  /** @type {Promise<number | null> | undefined} */
  let greeted;
  port.onMessage.addListener((message) => {
    if (!greeted) {
      greeted = ready().then(() => welcome(port, message));
      return;
    }
    void greeted.then((tab) => (tab === null ? undefined : takeSurfaceMessage(tab, message, (answer) => post(port, answer))));
  });
}

/**
 * Have the page mount an overlay frame with a nonce of its own.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function mount(tab) {
  await tellPage(tab, { type: "mount", nonce: await mint(tab) });
}

/**
 * Mount anew if the frame lost its background while that was asleep.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function mountIfLost(tab) {
  const { mounted } = await tabState(tab);
  if (mounted && !hasSurface(tab)) await mount(tab);
}

/**
 * Open the overlay, by command or by the pill.
 *
 * @param {number} tab
 * @param {"none" | "list" | "search"} focus
 * @returns {Promise<void>}
 */
export async function openList(tab, focus) {
  await mountIfLost(tab);
  await tellPage(tab, { type: "show", focus: focus !== "none" });
  focusSurface(tab, focus);
}

/**
 * Say where in the surface the keyboard goes; one that is only being mounted is told when it greets.
 *
 * @param {number} tab
 * @param {"none" | "list" | "search"} focus
 */
export function focusSurface(tab, focus) {
  if (focus === "none") return;
  if (hasSurface(tab)) tellSurfaces(tab, { type: "focus", target: focus });
  else focusLater.set(tab, focus);
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
  void tellPage(tab, {
    type: "pill",
    connection: sidecar.state,
    count: suggestions.length,
    verified: suggestions.some(({ trust }) => trust.state === "verified"),
    confident: state.response?.confident ?? false,
    phase: state.phase,
    shortcut: open,
  });
  if (hasSurface(tab)) tellSurfaces(tab, { type: "state", state: surfaceState(state, sidecar) });
}

/**
 * @param {chrome.runtime.Port} port
 * @param {unknown} message
 * @returns {Promise<number | null>}
 */
async function welcome(port, message) {
  const { type, nonce } = /** @type {{type?: unknown, nonce?: unknown}} */ (message ?? {});
  const tab = type === "hello" && typeof nonce === "string" ? await greet(nonce, port.sender) : null;
  if (tab === null) {
    post(port, { type: "refused" });
    port.disconnect();
    return null;
  }
  keepPort(tab, port);
  const [state, sidecar] = await Promise.all([updateTab(tab, { mounted: true }), connection()]);
  post(port, { type: "state", state: surfaceState(state, sidecar) });
  post(port, { type: "visible", visible: state.visible });
  const target = focusLater.get(tab);
  focusLater.delete(tab);
  if (target) post(port, { type: "focus", target });
  return tab;
}

/**
 * @param {import("./tabs.js").TabState} state
 * @param {import("../shared/messages.js").Connection} sidecar
 * @returns {import("../shared/messages.js").SurfaceState}
 */
function surfaceState({ phase, response, search, reading, has_editor, ticket_key }, sidecar) {
  return { connection: sidecar, phase, response, search, reply_public: reading?.reply_public ?? null, has_editor, ticket_key };
}

/** @returns {Promise<{open: string}>} */
async function shortcuts() {
  const commands = await ext.commands.getAll();
  return { open: commands.find(({ name }) => name === "open-list")?.shortcut ?? "" };
}
