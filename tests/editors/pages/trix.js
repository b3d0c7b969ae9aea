// Trix, the editor of Rails products.
import "trix";
import "trix/dist/trix.css";
import { draft, publish } from "../draft.js";

const field = document.createElement("input");
field.type = "hidden";
field.id = "content";
field.value = draft.text && `<div>${draft.text.replace("\n", "<br>")}</div>`;
const element = document.createElement("trix-editor");
element.setAttribute("input", field.id);
document.body.append(field, element);
const ready = () => publish({ select: "trix-editor", rich: true, model: () => field.value });
if (element.editor) ready();
else element.addEventListener("trix-initialize", ready);
