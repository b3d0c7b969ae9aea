// A plain textarea, as django-helpdesk and many small helpdesks have it.
import { draft, publish } from "../draft.js";

const field = document.createElement("textarea");
field.id = "editor";
field.rows = 12;
field.cols = 70;
field.value = draft.text;
document.body.append(field);
publish({ select: "#editor", rich: false, model: () => field.value });
