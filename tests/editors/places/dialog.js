// The reply is written in a modal dialog.
import { publish, reply, richEditor } from "./editor.js";

const dialog = document.createElement("dialog");
const editor = richEditor();
editor.setAttribute("aria-label", "Reply");
dialog.append(editor);
reply().append(dialog);
dialog.showModal();
publish(editor);
