// Puts the surface's state on screen. What has not changed is left alone: a redraw would lose clicks, focus and typed words.

import { t } from "../shared/i18n.js";
import { trouble } from "../shared/trouble.js";
import { buildListBottom, buildPreviewBottom } from "./bottom.js";
import { better } from "./choose.js";
import { markCurrent } from "./current.js";
import { exchange, focusInside, renew } from "./focus.js";
import { decide, drawScreen } from "./screen.js";
import { spoken, whyThis } from "./spoken.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./bottom.js").Status} Status */

const LOADING = JSON.stringify({ kind: "loading" });

/** While nobody sees it, the frame changes several times with each ticket: only the last size is told, after so many ms. */
const UNSEEN_MS = 250;

/** When a screen reader is told what came up: at once, when typing pauses, when it takes long. In milliseconds. */
const [AT_ONCE, PAUSE, LONG] = [150, 700, 1500];

/** How long the foot says what was done, and what went wrong, in milliseconds. */
const SAYING = { good: 4000, muted: 4000, bad: 8000 };

/**
 * Draw the middle if it changed, and the foot.
 *
 * @param {Surface} surface
 */
export function draw(surface) {
  const { open, places } = surface;
  if (open) {
    if (!open.preview.element.isConnected) exchange(places.content, [open.preview.element]);
    surface.drawn = "preview";
  } else {
    drawScreenOf(surface, surface.refused ? refused() : decide(surface.state, surface.shown, surface.wishes, marksOf(surface)));
  }
  places.content.classList.toggle("stale", surface.drawn.includes('"stale":true'));
  drawBottom(surface);
  reportSize(surface);
}

/**
 * @param {Surface} surface
 * @param {import("./screen.js").Screen} screen
 */
function drawScreenOf(surface, screen) {
  const { places, press, acts } = surface;
  const wanted = JSON.stringify(screen);
  tellScreen(surface, screen);
  if (wanted === surface.drawn) return;
  const first = !surface.drawn.startsWith('{"kind":"cards"') && screen.kind === "cards";
  surface.drawn = wanted;
  surface.inHand = null;
  exchange(places.content, drawScreen(screen, press, acts));
  if (first && surface.wishes.query === "") press.settle();
  if (surface.focusList && document.hasFocus()) focusInside(places.content, ".choose");
  surface.focusList = false;
  if (surface.slash) markCurrent(surface);
}

/**
 * Draw the foot, if it changed.
 *
 * @param {Surface} surface
 */
export function drawBottom(surface) {
  const { open, places, press, acts } = surface;
  const preview = open ? previewBottom(surface) : null;
  const list = listBottom(surface);
  const wanted = JSON.stringify(preview ?? list);
  if (wanted === surface.bottomDrawn) return;
  surface.bottomDrawn = wanted;
  renew(places.bottom, preview ? buildPreviewBottom(preview, press, acts) : buildListBottom(list, press, acts));
}

/** @param {Surface} surface */
function previewBottom({ open, status, busy, state }) {
  const hasEditor = state?.has_editor ?? false;
  const part = open?.preview.hasSelection() ?? false;
  const broken = state ? trouble(state.connection) : null;
  const said = status ?? (broken && { text: broken.sentence, tone: /** @type {const} */ ("bad") });
  return { status: said, busy, hasEditor, part, confirming: open?.confirming ?? false };
}

/** @param {Surface} surface */
function listBottom(surface) {
  const { status, inHand, shown, state } = surface;
  const { response, waiting } = shown;
  const broken = state ? trouble(state.connection) : null;
  const listed = surface.drawn.startsWith('{"kind":"cards"');
  const hint = listed ? (broken?.sentence ?? t("hint_list")) : surface.drawn === LOADING ? t("loading") : t("hint_search");
  const keys = surface.slash ? t("hint_slash") : hint;
  const why = inHand ? whyThis(inHand).join(" ") : "";
  const count = response && waiting ? better(response, waiting) : 0;
  return { status, why, hint: keys, waiting: count, picked: surface.picked.length };
}

/**
 * @param {Surface} surface
 * @returns {import("./screen.js").Marks}
 */
function marksOf({ said, picked }) {
  return { said: Object.fromEntries(said), picked: picked.map(({ answer_id }) => answer_id) };
}

/** @returns {import("./screen.js").Screen} */
function refused() {
  return { kind: "sentence", sentence: t("refused"), more: t("refused_more") };
}

/**
 * Say at the foot, and to a screen reader, what happened.
 *
 * @param {Surface} surface
 * @param {Status} status
 */
export function say(surface, status) {
  surface.status = status;
  drawBottom(surface);
  surface.voice.say(status.text);
  setTimeout(() => {
    if (surface.status !== status) return;
    surface.status = null;
    drawBottom(surface);
  }, SAYING[status.tone]);
}

/**
 * Tell a screen reader what came up. While a query is typed, only once the typing pauses.
 *
 * @param {Surface} surface
 * @param {import("./screen.js").Screen} screen
 */
function tellScreen({ voice, wishes }, screen) {
  voice.show(spoken(screen), screen.kind === "loading" ? LONG : wishes.query === "" ? AT_ONCE : PAUSE);
}

/**
 * Tell the host how high the frame would like to be; the host decides.
 *
 * @param {Surface} surface
 */
export function reportSize(surface) {
  clearTimeout(surface.unseen);
  if (surface.panel) return;
  if (surface.visible) tellSize(surface);
  else surface.unseen = setTimeout(() => tellSize(surface), UNSEEN_MS);
}

/** @param {Surface} surface */
function tellSize({ places, line }) {
  const { top, content, bottom } = places;
  const height = Math.ceil(top.offsetHeight + content.offsetHeight + bottom.offsetHeight);
  if (height > 0 && content.dataset["height"] !== String(height)) {
    content.dataset["height"] = String(height);
    line.send({ type: "size", height });
  }
}
