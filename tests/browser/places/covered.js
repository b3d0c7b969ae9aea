// What of the page lies under a box, found another way than the extension does: every text line and every control of
// the document, cut to what its scrolling parents show, and compared by geometry. The editor's own surface is left out,
// not its text.
([box, editorSelector]) => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [role='button'], [role='tab'], [role='link']";
  const editor = document.querySelector(editorSelector);
  const hides = (element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const cut = (element, rect) => {
    let { left, right, top, bottom } = rect;
    for (let up = element; up; up = up.parentElement) {
      if (up === document.documentElement || getComputedStyle(up).overflow === "visible") continue;
      const frame = up.getBoundingClientRect();
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    return { left, right, top, bottom };
  };
  const meets = ({ left, right, top, bottom }) =>
    Math.min(right, box.x + box.width) - Math.max(left, box.x) > 0.5 && Math.min(bottom, box.y + box.height) - Math.max(top, box.y) > 0.5;
  const found = [];
  for (const control of document.querySelectorAll(CONTROLS)) {
    if (control !== editor && !hides(control) && meets(cut(control, control.getBoundingClientRect()))) found.push(control.outerHTML.slice(0, 80));
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() === "" || hides(parent) || parent.closest("script, style, noscript, option, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    if ([...range.getClientRects()].some((line) => meets(cut(parent, line)))) found.push(node.data.trim().slice(0, 80));
  }
  return found;
}
