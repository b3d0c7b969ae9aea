// Ace: a hidden field takes the keys, the text is drawn beside it.
import ace from "ace-builds";
import { draft, publish } from "../draft.js";

const element = document.createElement("div");
Object.assign(element.style, { width: "800px", height: "300px" });
document.body.append(element);
const editor = ace.edit(element, { value: draft.text, useWorker: false });
editor.clearSelection();
publish({ select: ".ace_content", rich: false, undoStep: 1300, model: () => editor.getValue() });
