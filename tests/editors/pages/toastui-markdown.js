// TOAST UI Editor in Markdown: a ProseMirror whose schema knows nothing but lines.
import { Editor } from "@toast-ui/editor";
import "@toast-ui/editor/dist/toastui-editor.css";
import { draft, publish } from "../draft.js";

const el = document.createElement("div");
document.body.append(el);
const editor = new Editor({
  el,
  height: "300px",
  initialEditType: "markdown",
  previewStyle: "tab",
  initialValue: draft.text,
  autofocus: false,
  usageStatistics: false,
});
publish({ select: ".toastui-editor-md-container .ProseMirror", rich: false, undoStep: 600, model: () => editor.getMarkdown() });
