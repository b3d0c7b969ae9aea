// A closed shadow root: the page's own scripts do not see into it.
import { publish, reply, richEditor } from "./editor.js";

const editor = richEditor();
reply().attachShadow({ mode: "closed" }).append(editor);
publish(editor);
