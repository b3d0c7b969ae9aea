// An element that the browser alone edits.
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
element.id = "editor";
element.contentEditable = "true";
element.append(...parsed(draft.html).childNodes);
document.body.append(element);
publish({ select: "#editor", rich: true, model: () => element.innerHTML });
