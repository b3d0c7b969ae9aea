// pell: next to nothing around an element that the browser edits.
import { init } from "pell";
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
document.body.append(element);
let html = draft.html;
const editor = init({
  element,
  defaultParagraphSeparator: "p",
  onChange(now) {
    html = now;
  },
});
editor.content.append(...parsed(draft.html).childNodes);
publish({ select: ".pell-content", rich: true, model: () => html });
