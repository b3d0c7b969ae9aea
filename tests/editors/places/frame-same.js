// A frame in a frame, both of the page's own origin, the inner one written by script.
import { publish, reply, richEditor } from "./editor.js";

const outer = document.createElement("iframe");
outer.style.cssText = "width: 660px; height: 260px";
reply().append(outer);
const inner = outer.contentDocument.createElement("iframe");
inner.style.cssText = "width: 630px; height: 220px";
outer.contentDocument.body.append(inner);
const editor = inner.contentDocument.importNode(richEditor());
inner.contentDocument.body.append(editor);
publish(editor, outer);
