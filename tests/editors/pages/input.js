// A one-line field: it can hold no line breaks.
import { draft, publish } from "../draft.js";

const field = document.createElement("input");
field.id = "editor";
field.size = 80;
field.value = draft.line;
document.body.append(field);
publish({ select: "#editor", rich: false, model: () => field.value });
