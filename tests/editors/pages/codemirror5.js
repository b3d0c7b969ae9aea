// CodeMirror 5: a hidden field takes the keys, the text is drawn beside it.
import CodeMirror from "codemirror5";
import "codemirror5/lib/codemirror.css";
import { draft, publish } from "../draft.js";

const editor = CodeMirror(document.body, { value: draft.text, lineNumbers: true });
publish({ select: ".CodeMirror-lines", rich: false, undoStep: 1300, model: () => editor.getValue() });
