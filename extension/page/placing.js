// Where our things stand: beside the reply editor, never over it, and over as few of the page's controls as possible.
cuecard.define("placing", () => {
  /** @typedef {{left: number, top: number, width: number, height: number}} Box */

  const GAP = 8;
  const EDGE = 4;
  /** How far the pill keeps from everything else, in px. */
  const MARGIN = 3;
  /** How far apart, in px, the places are that are tried along an edge of the editor, and the points roughly looked at there. */
  const SLIDE = 16;
  /** The list covers much of a page in any case: there it is enough to look at a point every so many px. */
  const COARSE = 60;
  /** Another look at where the pill stands already. */
  const AGAIN = 12;
  const MOST_WEIGHED = 4;

  /** @returns {Element} the open modal dialog, because everything outside it is inert; else the document */
  function container() {
    const dialogs = [...document.querySelectorAll("dialog:modal")];
    return dialogs.at(-1) ?? document.documentElement;
  }

  /** @param {Box} box @returns {Box} moved so that it is wholly in the window */
  function inWindow({ left, top, width, height }) {
    const keep = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ space) => Math.max(EDGE, Math.min(at, space - size - EDGE));
    return { left: keep(left, width, document.documentElement.clientWidth), top: keep(top, height, window.innerHeight), width, height };
  }

  /** @param {Box} one @param {Box} other */
  function overlap(one, other) {
    const across = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
    const down = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
    return across > 0 && down > 0;
  }

  /**
   * The first of the places that covers nothing, else the one that covers least. Each is looked at roughly first, and only
   * until something is found: asking what is painted where costs, and most places are taken.
   *
   * @param {Iterable<Box>} places  at least one
   * @param {(place: Box, how: {step?: number, enough?: number, hits?: Map<string, Element | null>}) => number} weigh
   * @returns {{place: Box, free: boolean}}
   */
  function lightest(places, weigh) {
    const all = [...places];
    const hits = new Map();
    const enough = Number.MIN_VALUE;
    const free = all.find((place) => weigh(place, { step: SLIDE, enough, hits }) === 0 && weigh(place, { enough }) === 0);
    if (free) return { place: free, free: true };
    const taken = all.map((place) => ({ place, rough: weigh(place, { step: SLIDE, hits }) }));
    let best = /** @type {Box} */ (taken[0]?.place);
    let least = Infinity;
    for (const { place } of taken.sort((one, other) => one.rough - other.rough).slice(0, MOST_WEIGHED)) {
      const weight = weigh(place, { enough: least });
      if (weight < least) [best, least] = [place, weight];
    }
    return { place: best, free: false };
  }

  /**
   * @param {Box[]} places
   * @param {Element[]} ours
   * @param {Box[]} avoid  must not be covered at all
   * @returns {Box}
   */
  function choose(places, ours, avoid) {
    const inside = places.map(inWindow);
    const free = inside.filter((place) => !avoid.some((box) => overlap(place, box)));
    return lightest(free.length > 0 ? free : inside, (place, how) => cuecard.under.weigh(place, { ours, ...how, step: COARSE })).place;
  }

  /** @param {Element} element @returns {boolean} */
  function isRtl(element) {
    return getComputedStyle(element).direction === "rtl";
  }

  /**
   * What the pill would cover there, roughly.
   *
   * @param {Box} place
   * @param {Element} editor
   * @param {Element[]} ours
   * @returns {number} 0 for nothing; infinite where it is not wholly in the window
   */
  function cost(place, editor, ours) {
    return isInWindow(place) ? cuecard.under.weigh(place, { ours, editor, margin: MARGIN, step: AGAIN }) : Infinity;
  }

  /** @param {Box} box */
  function isInWindow(box) {
    const { left, top } = inWindow(box);
    return Math.abs(left - box.left) < 1 && Math.abs(top - box.top) < 1;
  }

  /**
   * The pill: above the editor's end corner, or as near to it as there is room; then below; then beside; inside only if
   * all else is taken.
   *
   * @param {Element} editor
   * @param {{width: number, height: number}} size
   * @param {Element[]} ours
   * @returns {{place: Box, free: boolean}} `free`: it covers nothing there
   */
  function forPill(editor, size, ours) {
    const all = [...pillPlaces(editor.getBoundingClientRect(), size, isRtl(editor))];
    const seen = all.filter(isInWindow);
    return lightest(seen.length > 0 ? seen : all.map(inWindow), (place, how) => cuecard.under.weigh(place, { ours, editor, margin: MARGIN, ...how }));
  }

  /**
   * @param {DOMRect} editor
   * @param {{width: number, height: number}} size
   * @param {boolean} rtl
   * @returns {Generator<Box>}
   */
  function* pillPlaces({ left, right, top, bottom }, { width, height }, rtl) {
    const mirrored = (/** @type {number} */ x) => (rtl ? left + right - x - width : x);
    const place = (/** @type {number} */ x, /** @type {number} */ y) => ({ left: mirrored(x), top: y, width, height });
    for (const y of [top - height - EDGE, bottom + EDGE]) {
      for (let x = right - width; x > left; x -= SLIDE) yield place(x, y);
      yield place(left, y);
    }
    for (const x of [right + EDGE, left - width - EDGE]) yield* [place(x, top), place(x, bottom - height)];
    yield place(right - width - 4 * EDGE, bottom - height - EDGE);
  }

  /**
   * The list: beside the editor if there is room, else above it, where the conversation is; else below.
   *
   * @param {Element | null} editor
   * @param {{width: number, height: number}} size
   * @param {Element[]} ours
   * @param {Box[]} popups  of the page, which come first
   * @returns {Box}
   */
  function forFrame(editor, { width, height }, ours, popups) {
    const space = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const place = (/** @type {number} */ left, /** @type {number} */ top) => ({ left, top, width, height });
    if (!editor) return choose([place(space.width - width - GAP, space.height - height - GAP), place(GAP, space.height - height - GAP)], ours, popups);
    const { left, right, top, bottom } = editor.getBoundingClientRect();
    const [end, start] = isRtl(editor) ? [left, right - width] : [right - width, left];
    const beside = [place(right + GAP, bottom - height), place(left - width - GAP, bottom - height)];
    const sides = (isRtl(editor) ? beside.reverse() : beside).filter((box) => box.left >= EDGE && box.left + width <= space.width - EDGE);
    const edge = isRtl(editor) ? GAP : space.width - width - GAP;
    const above = [place(end, top - height - GAP), place(edge, top - height - GAP), place(start, top - height - GAP)];
    const below = [place(end, bottom + GAP), place(start, bottom + GAP)];
    const corners = [place(space.width - width - GAP, GAP), place(GAP, GAP)];
    const avoid = { left, top, width: right - left, height: bottom - top };
    return choose([...sides, ...above, ...below, ...corners], ours, [avoid, ...popups]);
  }

  return { container, cost, forPill, forFrame, inWindow, isRtl, overlap };
});
