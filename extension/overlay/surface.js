// The frame beside the ticket: takes the background's state, draws it, and sends back what the agent does.

import { byId, fill } from "../shared/dom.js";
import { plural, translate } from "../shared/i18n.js";
import { choose, closePreview, copy, copyPreviewed, escape, insertPreviewed, openPreview, openSource, previewPicked } from "./acts.js";
import { better, cards, nothingShown, receive, takeWaiting } from "./choose.js";
import { draw, drawBottom, reportSize } from "./draw.js";
import { cardsIn, focusInside, moveThrough } from "./focus.js";
import { makeJudgeActs } from "./judge.js";
import { listenToKeys } from "./keys.js";
import { panelOpener } from "./panel.js";
import { openLine } from "./port.js";
import { createPress } from "./press.js";
import { createRetry } from "./retry.js";
import { buildSearch } from "./search.js";
import { takeSlash, takeSlashKey } from "./slash.js";
import { createVoice } from "./voice.js";

/** @typedef {import("../shared/messages.js").Suggestion} Suggestion */

/** What the shortcut for the list may put the focus on: Enter, pressed without looking, must not turn anything off. */
const LISTED = '.choose, [data-focus="notice"]';

/** How long a background that was just stopped is left alone, in milliseconds. */
const REVIVE = 200;

/**
 * All that one surface knows. Only the functions of this folder change it.
 * @typedef {object} Surface
 * @property {boolean} panel  it stands in the browser's side panel
 * @property {import("../shared/messages.js").SurfaceState | null} state  as the background sent it last
 * @property {import("./choose.js").Shown} shown
 * @property {import("./screen.js").Wishes} wishes
 * @property {{preview: import("./preview.js").Preview, query_id: string, also: {query_id: string, answer_id: string, passage_id: string}[], confirming: boolean} | null} open
 *   the preview that is open; `also` are the other answers in it
 * @property {Map<string, Record<string, string>>} drafts  what was typed into gaps, by ticket and answer
 * @property {ReturnType<typeof createRetry>} retry
 * @property {(key: string, typed: Record<string, string>) => void} keepDraft  so that it outlives this frame
 * @property {Map<string, string>} words  what was typed into other fields
 * @property {Map<string, "helpful" | "not_helpful">} said  what the agent said of answers
 * @property {(Suggestion & {query_id: string})[]} picked  answers for one reply, in order
 * @property {{query: string, at: number} | null} slash  what is typed after a `/` in the editor, and which card Enter would take
 * @property {import("./bottom.js").Status | null} status  what was just done
 * @property {boolean} busy  an insertion is under way
 * @property {boolean} visible
 * @property {ReturnType<typeof setTimeout> | undefined} unseen  tells the size of a frame that is not seen
 * @property {boolean} refused  the background does not know this frame
 * @property {string | null} browsed  the ticket for which often used answers were asked for
 * @property {boolean} focusList  the agent asked for the list before there was one
 * @property {Suggestion | null} inHand  the card under the pointer or the keyboard focus
 * @property {string} drawn  what is on screen, to leave it alone while nothing changes
 * @property {string} bottomDrawn  what is at the foot
 * @property {import("./press.js").Press} press
 * @property {import("./port.js").Line} line
 * @property {import("./search.js").SearchBox} search
 * @property {{content: HTMLElement, bottom: HTMLElement, top: HTMLElement}} places
 * @property {import("./voice.js").Voice} voice
 * @property {ReturnType<typeof makeActs>} acts
 */

/**
 * Start the one surface of this document.
 *
 * @param {{greeting: import("./port.js").Greeting, panel: boolean}} host  a panel is opened and closed by the browser, and
 *   is always seen
 * @returns {{follow: (greeting: import("./port.js").Greeting) => void}} to belong to another tab from now on
 */
export function startSurface({ greeting, panel }) {
  translate(document);
  const press = createPress(document);
  const line = openLine(greeting, (message) => take(surface, message), () => lost(surface));
  const search = buildSearch(press, {
    typed: (query) => lookFor(surface, query),
    send: (query) => line.send({ type: "search", query }),
    close: panel ? null : () => line.send({ type: "close" }),
  });
  const places = { content: byId("content"), bottom: byId("bottom"), top: byId("top") };
  const voice = createVoice(byId("live"), () => document.hasFocus() && ![document.body, search.input].includes(/** @type {HTMLInputElement} */ (document.activeElement)));
  /** @type {Surface} */
  const surface = {
    panel,
    state: null,
    shown: nothingShown,
    wishes: { query: "", weak: false, all: false, start: false, asking: false, more: null, flagging: false },
    words: new Map(),
    said: new Map(),
    picked: [],
    slash: null,
    open: null,
    drafts: new Map(),
    retry: createRetry(() => line.send({ type: "retry" })),
    keepDraft: (key, typed) => line.send({ type: "draft", key, typed: { ...typed } }),
    status: null,
    busy: false,
    visible: true,
    unseen: undefined,
    refused: false,
    focusList: false,
    browsed: null,
    inHand: null,
    drawn: "",
    bottomDrawn: "",
    press,
    line,
    search,
    places,
    voice,
    acts: makeActs(() => surface, panel),
  };
  fill(places.top, ...search.nodes);
  listen(surface);
  draw(surface);
  return {
    follow(next) {
      surface.state = null;
      surface.shown = nothingShown;
      leaveTicket(surface);
      draw(surface);
      line.greet(next);
    },
  };
}

/**
 * What the buttons do.
 *
 * @param {() => Surface} get
 * @param {boolean} panel
 */
function makeActs(get, panel) {
  return {
    /** @param {Suggestion} card */
    choose: (card) => choose(get(), card),
    /** @param {Suggestion} card */
    copy: (card) => copy(get(), card),
    /** @param {Suggestion} card */
    open: (card) => openSource(get(), card),
    /** @param {Suggestion} card */
    read: (card) => openPreview(get(), card),
    back: () => closePreview(get()),
    insert: () => insertPreviewed(get()),
    previewPicked: () => previewPicked(get()),
    dropPicked: () => {
      get().picked = [];
      draw(get());
    },
    copyPreviewed: () => copyPreviewed(get()),
    retry: () => get().line.send({ type: "retry" }),
    options: () => get().line.send({ type: "options" }),
    panel: panel ? null : panelOpener(() => get().line.send({ type: "close" })),
    siteOff: () => get().line.send({ type: "site_off" }),
    showWeak: () => wish(get(), { weak: true }),
    showAll: () => wish(get(), { all: true }),
    less: () => wish(get(), { more: null, flagging: false }),
    browse: () => {
      get().line.send({ type: "browse" });
      wish(get(), { start: true });
    },
    backToTicket: () => wish(get(), { start: false }),
    stopAsking: () => {
      wish(get(), { asking: false });
      if (document.hasFocus()) focusInside(get().places.content, '[data-focus="ask"]');
    },
    ...makeJudgeActs(get),
    takeWaiting: () => {
      const surface = get();
      surface.shown = takeWaiting(surface.shown);
      surface.inHand = null;
      surface.press.settle();
      draw(surface);
    },
  };
}

/**
 * @param {Surface} surface
 * @param {import("../shared/messages.js").ToSurface} message
 */
function take(surface, message) {
  switch (message.type) {
    case "state":
      return takeState(surface, message.state);
    case "visible":
      surface.visible = message.visible;
      surface.voice.listen(message.visible);
      byId("scroller").scrollTop = 0;
      if (message.dark !== undefined) document.documentElement.style.colorScheme = message.dark ? "dark" : "light";
      if (message.visible) surface.press.settle();
      else if (!surface.open) surface.shown = takeWaiting(surface.shown);
      surface.retry(surface.state?.connection, message.visible);
      return draw(surface);
    case "focus":
      return focusOn(surface, message.target);
    case "slash":
      return surface.panel ? undefined : takeSlash(surface, message.query);
    case "slash_key":
      return takeSlashKey(surface, message.key);
    case "refused":
      surface.refused = true;
      return draw(surface);
    case "rendered":
    case "done":
      return;
  }
}

/**
 * The agent asked for the keyboard to come here.
 *
 * @param {Surface} surface
 * @param {"list" | "search"} target
 */
function focusOn(surface, target) {
  const { open, places, search } = surface;
  const gap = open?.preview.firstEmpty() ?? null;
  if (gap && target === "list") return gap.focus();
  const there = target === "list" && (open ? focusInside(places.bottom, ".primary") : focusInside(places.content, LISTED));
  surface.focusList = target === "list" && !there;
  if (!there) {
    search.input.focus();
    search.input.select();
  }
}

/**
 * @param {Surface} surface
 * @param {import("../shared/messages.js").SurfaceState} state
 */
function takeState(surface, state) {
  const { shown: before, state: last } = surface;
  const looking = surface.visible && surface.drawn.startsWith('{"kind":"cards"');
  surface.refused = false;
  surface.state = state;
  for (const [key, typed] of Object.entries(state.drafts ?? {})) if (!surface.drafts.has(key)) surface.drafts.set(key, { ...typed });
  surface.shown = receive(before, state, looking || surface.open !== null);
  if (before.ticket !== state.ticket_key) leaveTicket(surface);
  const { waiting, response } = surface.shown;
  if (waiting && response && waiting !== before.waiting) surface.voice.say(plural("better_answers", better(response, waiting)));
  surface.retry(state.connection, surface.visible);
  // It is there again: what was typed meanwhile has not been looked for.
  if (last && last.connection.state !== "ok" && state.connection.state === "ok" && surface.wishes.query !== "") surface.line.send({ type: "search", query: surface.wishes.query });
  draw(surface);
  // Where no ticket is, what the agent uses often stands ready.
  if (state.phase === "idle" && state.start === null && surface.browsed !== state.ticket_key && state.connection.state === "ok") {
    surface.browsed = state.ticket_key;
    surface.line.send({ type: "browse" });
  }
}

/**
 * The background was stopped. While something is half filled in, it is called at once: this frame must not be replaced.
 *
 * @param {Surface} surface
 */
function lost({ visible, open, wishes, line }) {
  if (visible && (open || wishes.asking || wishes.flagging)) setTimeout(line.wake, REVIVE);
}

/**
 * Another ticket is shown: nothing of the one before may be inserted into it. What was typed is kept for when it comes back.
 *
 * @param {Surface} surface
 */
function leaveTicket(surface) {
  Object.assign(surface.wishes, { weak: false, start: false, asking: false, more: null, flagging: false });
  surface.picked = [];
  surface.slash = null;
  surface.said.clear();
  surface.inHand = null;
  surface.open = null;
  surface.press.settle();
  if (document.activeElement !== surface.search.input) surface.search.clear();
}

/**
 * @param {Surface} surface
 * @param {string} query
 */
function lookFor(surface, query) {
  surface.open = null;
  wish(surface, { query, all: false, asking: false, more: null, flagging: false });
}

/**
 * @param {Surface} surface
 * @param {Partial<import("./screen.js").Wishes>} wishes
 */
function wish(surface, wishes) {
  Object.assign(surface.wishes, wishes);
  draw(surface);
}

/** @param {Surface} surface */
function listen(surface) {
  const { content } = surface.places;
  listenToKeys(document, {
    enter: (target) => enter(surface, target),
    escape: () => escape(surface),
    digit(position) {
      if (surface.open === null) surface.press.activate(cardsIn(content)[position - 1] ?? null);
    },
    move: (step) => surface.open === null && moveThrough(surface.search.input, content, step),
    read: (direction) => read(surface, direction),
    search() {
      if (surface.open === null) surface.search.input.select();
    },
  });
  for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) {
    content.addEventListener(type, (event) => hold(surface, type === "pointerleave" || type === "focusout" ? null : event.target));
  }
  // The foot says whether the whole or a part is inserted.
  document.addEventListener("selectionchange", () => surface.open && drawBottom(surface));
  // A complaint about a field is over when something is typed into it.
  content.addEventListener("input", () => {
    if (surface.status?.tone !== "bad") return;
    surface.status = null;
    drawBottom(surface);
  });
  for (const type of ["pointerdown", "keydown", "pointerover"]) document.addEventListener(type, () => surface.line.wake());
  new ResizeObserver(() => reportSize(surface)).observe(content);
}

/**
 * Enter in the search box goes to the first result instead of inserting it: what stands there may still change.
 *
 * @param {Surface} surface
 * @param {EventTarget | null} target
 */
function enter(surface, target) {
  if (surface.press.activate(target)) return;
  if (target instanceof Element && target.matches(".words")) {
    surface.press.activate(target.parentElement?.querySelector("button") ?? null);
    return;
  }
  if (surface.open) insertPreviewed(surface);
  else cardsIn(surface.places.content)[0]?.focus();
}

/**
 * @param {Surface} surface
 * @param {"in" | "out"} direction
 * @returns {boolean}
 */
function read(surface, direction) {
  if (direction === "out") {
    const was = surface.open !== null;
    closePreview(surface);
    return was;
  }
  if (surface.open !== null || surface.inHand === null) return false;
  openPreview(surface, surface.inHand);
  return true;
}

/**
 * Say at the foot what stands behind the card under the pointer or the focus.
 *
 * @param {Surface} surface
 * @param {EventTarget | null} target
 */
function hold(surface, target) {
  const id = target instanceof Element ? target.closest("[data-answer]")?.getAttribute("data-answer") : null;
  const { search, start } = surface.state ?? {};
  const all = [...cards(surface.shown.response), ...(search?.results ?? []), ...(start?.often ?? []), ...(start?.recent ?? [])];
  const card = all.find(({ answer_id: answer }) => answer === id) ?? null;
  if (card === surface.inHand) return;
  surface.inHand = card;
  drawBottom(surface);
}
