// Froala.
import FroalaEditor from "froala-editor";
import "froala-editor/css/froala_editor.pkgd.min.css";
import "froala-editor/js/plugins/image.min.js";
import "froala-editor/js/plugins/link.min.js";
import "froala-editor/js/plugins/lists.min.js";
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
element.append(...parsed(draft.html).childNodes);
document.body.append(element);
const editor = new FroalaEditor(element, {}, () => publish({ select: ".fr-element", rich: true, undoStep: 600, model: () => editor.html.get() }));
