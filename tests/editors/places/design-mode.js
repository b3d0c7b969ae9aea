// A frame whose whole document is the editor, as old editors have it; with the page's Trusted Types.
import { publish, reply } from "./editor.js";

const frame = document.createElement("iframe");
frame.style.cssText = "width: 660px; height: 200px";
reply().append(frame);
frame.contentDocument.designMode = "on";
publish(frame.contentDocument.body, frame);
