// Quill 1, which many products still write with.
import Quill from "quill1/dist/quill.js";
import "quill1/dist/quill.snow.css";
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
element.append(...parsed(draft.html).childNodes);
document.body.append(element);
const quill = new Quill(element, { theme: "snow" });
publish({ select: ".ql-editor", rich: true, undoStep: 1100, model: () => quill.root.innerHTML });
