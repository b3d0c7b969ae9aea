// Jodit as it comes: pasting HTML opens a dialog that asks what to keep.
import { Jodit } from "jodit";
import "jodit/es2021/jodit.min.css";
import { draft, publish } from "../draft.js";

const field = document.createElement("textarea");
field.value = draft.html;
document.body.append(field);
const editor = Jodit.make(field);
editor.async.setTimeout(() => publish({ select: ".jodit-wysiwyg", rich: true, undoStep: 600, model: () => editor.value }), 300);
