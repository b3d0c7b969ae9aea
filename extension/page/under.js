// What of the page lies under a box: its controls, what it says and shows, the empty part of its reply editor. Looks at
// the page as it is painted, because that alone tells what the agent sees.
cuecard.define("under", () => {
  /** @typedef {{left: number, top: number, width: number, height: number}} Box */

  const CONTROLS = "a[href], button, input, select, textarea, summary, [role='button'], [role='tab'], [role='link'], [role='menuitem'], [contenteditable]:not([contenteditable='false']), [onclick], iframe";
  const PICTURES = "img, svg, canvas, video";
  const WEIGHTS = { control: 1, text: 0.5, editor: 0.3, moving: 0.2 };
  /** Nothing that an agent reads or clicks is smaller than this, in px: neither a box to tick nor a line of text. */
  const SMALLEST = 8;

  /**
   * @param {Box} box
   * @param {{ours: Element[], editor?: Element | null, margin?: number, step?: number, enough?: number, hits?: Map<string, Element | null>}} about
   *   our own things; the editor, whose empty part weighs less than other controls; how far around the box nothing may
   *   lie either, and how far apart the points are that are looked at, in px; from which weight on the rest is not looked
   *   at; what is known to be painted at some points, which grows
   * @returns {number} 0 if there is nothing; else more, the more it would hide, and the worse that is
   */
  function weigh(box, { ours, editor = null, margin = 0, step = SMALLEST, enough = Infinity, hits = new Map() }) {
    const wide = { left: box.left - margin, top: box.top - margin, width: box.width + 2 * margin, height: box.height + 2 * margin };
    /** @type {Map<Element, number>} */
    const known = new Map();
    const covered = ours.map((one) => one.getBoundingClientRect());
    let sum = 0;
    for (const [x, y] of points(wide, step)) {
      const point = `${x} ${y}`;
      const hit = hits.has(point) ? hits.get(point) : hitAt(x, y, ours, covered);
      hits.set(point, hit ?? null);
      if (!hit) continue;
      const weight = known.get(hit) ?? weightOf(hit, wide, editor);
      known.set(hit, weight);
      sum += weight;
      if (sum >= enough) break;
    }
    return sum;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {Element[]} ours
   * @param {DOMRect[]} covered  where they stand
   * @returns {Element | null | undefined} what of the page is painted there; the topmost alone costs far less than all
   */
  function hitAt(x, y, ours, covered) {
    const under = covered.some(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom);
    const top = under ? ours[0] : document.elementFromPoint(x, y);
    return top && ours.includes(top) ? document.elementsFromPoint(x, y).find((element) => !ours.includes(element)) : top;
  }

  /**
   * @param {Box} box
   * @param {number} step
   * @returns {Generator<[number, number]>} the box's edges included; boxes that are shifted by a step share most of them
   */
  function* points({ left, top, width, height }, step) {
    const [across, down] = [Math.ceil(width / step), Math.ceil(height / step)];
    for (let column = 0; column <= across; column += 1) {
      for (let row = 0; row <= down; row += 1) yield [left + Math.min(step * column, width), top + (height * row) / down];
    }
  }

  /**
   * @param {Element} hit
   * @param {Box} box
   * @param {Element | null} editor
   * @returns {number}
   */
  function weightOf(hit, box, editor) {
    if (editor?.contains(hit)) return holdsText(hit, box) ? WEIGHTS.control : WEIGHTS.editor;
    if (hit.closest(CONTROLS)) return WEIGHTS.control;
    if (hit.closest(PICTURES) || hasTextIn(hit, box)) return WEIGHTS.text;
    return movesAlone(hit, editor) ? WEIGHTS.moving : 0;
  }

  /**
   * Whether a part of the editor shows text there. What a plain field or another document shows where, nobody tells.
   *
   * @param {Element} part
   * @param {Box} box
   */
  function holdsText(part, box) {
    if (part instanceof HTMLTextAreaElement || part instanceof HTMLInputElement) return part.value !== "";
    if (part instanceof HTMLIFrameElement) return (part.contentDocument?.body?.textContent ?? "").trim() !== "";
    return hasTextIn(part, box);
  }

  /**
   * @param {Element} element
   * @param {Box} box
   * @returns {boolean}
   */
  function hasTextIn(element, { left, top, width, height }) {
    return [...element.childNodes].some((node) => {
      if (!(node instanceof Text) || node.data.trim() === "") return false;
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].some((line) => line.left < left + width && line.right > left && line.top < top + height && line.bottom > top);
    });
  }

  /**
   * Whether it scrolls while the editor stands still: what is empty there now will not stay empty.
   *
   * @param {Element} element
   * @param {Element | null} editor
   */
  function movesAlone(element, editor) {
    for (let up = /** @type {Element | null} */ (element); editor && up && !up.contains(editor); up = up.parentElement) {
      if (up.scrollHeight > up.clientHeight + 1 && ["auto", "scroll"].includes(getComputedStyle(up).overflowY)) return true;
    }
    return false;
  }

  return { weigh };
});
