// Squire, the editor of several mail products.
import Squire from "squire-rte";
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
element.id = "editor";
document.body.append(element);
const sanitizeToDOMFragment = (html) => {
  const fragment = document.createDocumentFragment();
  fragment.append(...parsed(html).childNodes);
  return document.importNode(fragment, true);
};
const squire = new Squire(element, { sanitizeToDOMFragment });
squire.setHTML(draft.html.replaceAll("p>", "div>"));
publish({ select: "#editor", rich: true, model: () => squire.getHTML() });
