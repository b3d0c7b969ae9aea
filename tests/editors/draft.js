// What every editor page starts with, and how it tells the tests what stands in the editor's own model.

const empty = new URLSearchParams(location.search).has("empty");

/** The draft that must stay as it is: two paragraphs, or one line. */
export const draft = empty
  ? { text: "", line: "", html: "" }
  : {
      text: "Hello Ada,\none two three",
      line: "one two three",
      html: "<p>Hello Ada,</p><p>one two three</p>",
    };

/** @param {string} html */
export function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

/** @param {DocumentFragment} fragment */
export function serialised(fragment) {
  const body = document.createElement("div");
  body.append(fragment);
  return body.innerHTML;
}

/**
 * Tell the tests that the editor is ready.
 * @param {{select: string, frame?: string, rich: boolean, undoStep?: number, model: () => string}} editor  where to
 *   click (in which frame), whether it keeps formatting, after how many ms a change is an undo step of its own, and
 *   what its model holds: HTML if rich, else the plain value
 */
export function publish(editor) {
  globalThis.underTest = editor;
}
