// An element that the browser alone edits.
import { draft, publish } from "../draft.js";

const element = document.createElement("div");
element.id = "editor";
element.contentEditable = "true";
element.innerHTML = draft.html;
document.body.append(element);
publish({ select: "#editor", rich: true, model: () => element.innerHTML });
