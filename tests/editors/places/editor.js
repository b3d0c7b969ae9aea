// The parts that the places are made of: an editor, and how the tests find and read it.

/** @returns {HTMLElement} an element that the browser edits, with a size that one sees */
export function richEditor() {
  const editor = document.createElement("div");
  editor.contentEditable = "true";
  editor.style.cssText = "min-height: 140px; width: 600px; border: 1px solid #888; padding: 4px";
  return editor;
}

/** @returns {HTMLTextAreaElement} */
export function plainEditor() {
  const editor = document.createElement("textarea");
  editor.rows = 8;
  editor.cols = 70;
  return editor;
}

/** Where the page wants its editor. */
export const reply = () => document.querySelector("#reply");

/**
 * @param {HTMLElement} editor
 * @param {HTMLElement} [seen]  what stands in the page for it, if it is inside a frame
 */
export function publish(editor, seen = editor) {
  globalThis.underTest = {
    value: () => editor.value ?? editor.innerText,
    html: () => editor.innerHTML ?? "",
    spot: () => {
      seen.scrollIntoView();
      const { x, y } = seen.getBoundingClientRect();
      return [x + 30, y + 30];
    },
  };
}
