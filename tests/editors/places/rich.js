// Nothing special about the editor; the page's policies are.
import { publish, reply, richEditor } from "./editor.js";

const editor = richEditor();
reply().append(editor);
publish(editor);
