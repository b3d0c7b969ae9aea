// An editor that puts itself away when it loses the focus, and comes back empty-handed: no selection, another element.
import { publish, reply, richEditor } from "./editor.js";

let editor = richEditor();
const swap = () => {
  const next = richEditor();
  next.append(...editor.childNodes);
  next.addEventListener("blur", swap);
  editor.replaceWith(next);
  editor = next;
  publish(editor);
};
editor.addEventListener("blur", swap);
reply().append(editor);
publish(editor);
