// A page that is read from right to left.
import { publish, reply, richEditor } from "./editor.js";

document.documentElement.dir = "rtl";
const editor = richEditor();
editor.dir = "auto";
reply().append(editor);
publish(editor);
