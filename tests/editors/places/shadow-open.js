// Two open shadow roots, one inside the other.
import { publish, reply, richEditor } from "./editor.js";

const editor = richEditor();
const inner = document.createElement("section");
reply().attachShadow({ mode: "open" }).append(inner);
inner.attachShadow({ mode: "open" }).append(editor);
publish(editor);
