// CKEditor 4 in its frame, as Request Tracker 5 has it. It loads the rest of itself from where it is served.
import { draft, publish } from "../draft.js";

globalThis.CKEDITOR_BASEPATH = "/ckeditor4/";
const script = document.createElement("script");
script.src = "/ckeditor4/ckeditor.js";
script.addEventListener("load", () => {
  const field = document.createElement("textarea");
  field.value = draft.html;
  document.body.append(field);
  const editor = globalThis.CKEDITOR.replace(field, { versionCheck: false });
  const model = () => editor.getData();
  editor.on("instanceReady", () => publish({ select: "body", frame: "iframe.cke_wysiwyg_frame", rich: true, model }));
});
document.head.append(script);
