// medium-editor as it comes: it pastes plain text.
import MediumEditor from "medium-editor";
import "medium-editor/dist/css/medium-editor.css";
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
element.id = "editor";
element.append(...parsed(draft.html).childNodes);
document.body.append(element);
globalThis.medium = new MediumEditor(element);
publish({ select: "#editor", rich: false, model: () => element.innerText });
