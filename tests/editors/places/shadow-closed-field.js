// A plain field in a closed shadow root, inside an open one.
import { plainEditor, publish, reply } from "./editor.js";

const editor = plainEditor();
const inner = document.createElement("section");
reply().attachShadow({ mode: "open" }).append(inner);
inner.attachShadow({ mode: "closed" }).append(editor);
publish(editor);
