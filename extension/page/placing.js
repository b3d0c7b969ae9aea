// Where our things stand: beside the reply editor, never over it, and over as few of the page's controls as possible.
cuecard.define("placing", () => {
  /** @typedef {{left: number, top: number, width: number, height: number}} Box */

  const CONTROLS = "a[href], button, input, select, textarea, summary, [role='button'], [role='tab'], [role='link'], [role='menuitem'], [contenteditable]:not([contenteditable='false']), [onclick], iframe";
  const TEXT_WEIGHT = 0.2;
  const GAP = 8;
  const EDGE = 4;
  /** How many points of a place are looked at, across and down. */
  const PROBES = { across: 4, down: 5 };

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
   * @param {Element} element
   * @param {number} x
   * @param {number} y
   * @returns {boolean}
   */
  function hasTextAt(element, x, y) {
    return [...element.childNodes].some((node) => {
      if (!(node instanceof Text) || node.data.trim() === "") return false;
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].some(({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom);
    });
  }

  /**
   * @param {Box} box
   * @param {Element[]} ours
   * @returns {number} how much of the page is under it: a whole for each probed point on a control, less for text
   */
  function weightUnder({ left, top, width, height }, ours) {
    let hits = 0;
    for (let column = 0; column < PROBES.across; column += 1) {
      for (let row = 0; row < PROBES.down; row += 1) {
        const x = left + ((column + 0.5) * width) / PROBES.across;
        const y = top + ((row + 0.5) * height) / PROBES.down;
        const hit = document.elementsFromPoint(x, y).find((element) => !ours.includes(element));
        if (hit?.closest(CONTROLS)) hits += 1;
        else if (hit && hasTextAt(hit, x, y)) hits += TEXT_WEIGHT;
      }
    }
    return hits;
  }

  /**
   * The first of the places that covers nothing, else the one that covers least.
   *
   * @param {Box[]} places
   * @param {Element[]} ours
   * @param {Box} [avoid]  must not be covered at all
   * @returns {Box}
   */
  function choose(places, ours, avoid) {
    const inside = places.map(inWindow);
    const free = inside.filter((place) => !avoid || !overlap(place, avoid));
    let best = free[0] ?? inside[0] ?? { left: 0, top: 0, width: 0, height: 0 };
    let fewest = Infinity;
    for (const place of free) {
      const hits = weightUnder(place, ours);
      if (hits === 0) return place;
      if (hits < fewest) [best, fewest] = [place, hits];
    }
    return best;
  }

  /** @param {Element} element @returns {boolean} */
  function isRtl(element) {
    return getComputedStyle(element).direction === "rtl";
  }

  /**
   * The pill: at the editor's upper end corner, outside; then at its other corners; inside only if all else is taken.
   *
   * @param {Element} editor
   * @param {{width: number, height: number}} size
   * @param {Element[]} ours
   * @returns {Box}
   */
  function forPill(editor, { width, height }, ours) {
    const { left, right, top, bottom } = editor.getBoundingClientRect();
    const [end, start] = isRtl(editor) ? [left, right - width] : [right - width, left];
    const outside = isRtl(editor) ? left - width - EDGE : right + EDGE;
    const place = (/** @type {number} */ x, /** @type {number} */ y) => ({ left: x, top: y, width, height });
    return choose(
      [
        place(end, top - height - EDGE),
        place(outside, top),
        place(end, bottom + EDGE),
        place(start, top - height - EDGE),
        place(start, bottom + EDGE),
        place(end - (isRtl(editor) ? -EDGE : EDGE), bottom - height - EDGE),
      ],
      ours,
    );
  }

  /**
   * The list: beside the editor if there is room, else above it, where the conversation is; else below.
   *
   * @param {Element | null} editor
   * @param {{width: number, height: number}} size
   * @param {Element[]} ours
   * @returns {Box}
   */
  function forFrame(editor, { width, height }, ours) {
    const space = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const place = (/** @type {number} */ left, /** @type {number} */ top) => ({ left, top, width, height });
    if (!editor) return choose([place(space.width - width - GAP, space.height - height - GAP), place(GAP, space.height - height - GAP)], ours);
    const { left, right, top, bottom } = editor.getBoundingClientRect();
    const [end, start] = isRtl(editor) ? [left, right - width] : [right - width, left];
    const beside = [place(right + GAP, bottom - height), place(left - width - GAP, bottom - height)];
    const sides = (isRtl(editor) ? beside.reverse() : beside).filter((box) => box.left >= EDGE && box.left + width <= space.width - EDGE);
    const edge = isRtl(editor) ? GAP : space.width - width - GAP;
    const above = [place(end, top - height - GAP), place(edge, top - height - GAP), place(start, top - height - GAP)];
    const below = [place(end, bottom + GAP), place(start, bottom + GAP)];
    const corners = [place(space.width - width - GAP, GAP), place(GAP, GAP)];
    const avoid = { left, top, width: right - left, height: bottom - top };
    return choose([...sides, ...above, ...below, ...corners], ours, avoid);
  }

  return { container, forPill, forFrame, inWindow, isRtl };
});
