// Summernote, the editor of FreeScout.
import "../jquery.js";
import "summernote/dist/summernote-lite.css";
import "summernote/dist/summernote-lite.js";
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
element.append(...parsed(draft.html).childNodes);
document.body.append(element);
const field = globalThis.jQuery(element);
field.summernote({ height: 240 });
publish({ select: ".note-editable", rich: true, model: () => field.summernote("code") });
