// TOAST UI Editor as its users see it.
import { Editor } from "@toast-ui/editor";
import "@toast-ui/editor/dist/toastui-editor.css";
import { draft, publish } from "../draft.js";

const el = document.createElement("div");
document.body.append(el);
const initialValue = draft.text.replace("\n", "\n\n");
const editor = new Editor({ el, initialValue, height: "300px", initialEditType: "wysiwyg", autofocus: false, usageStatistics: false });
publish({ select: ".toastui-editor-ww-container .ProseMirror", rich: true, undoStep: 600, model: () => editor.getHTML() });
