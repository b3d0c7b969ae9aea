// SunEditor.
import suneditor from "suneditor";
import "suneditor/css/editor";
import plugins from "suneditor/plugins";
import { draft, publish } from "../draft.js";

const field = document.createElement("textarea");
document.body.append(field);
const editor = suneditor.create(field, { value: draft.html, plugins, width: "800px", height: "240px" });
setTimeout(() => publish({ select: ".sun-editor-editable", rich: true, undoStep: 600, model: () => editor.$.html.get() }), 300);
