// TinyMCE in its usual frame without an address.
import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";
import "tinymce/plugins/link";
import "tinymce/plugins/lists";
import "tinymce/skins/ui/oxide/skin.js";
import "tinymce/skins/ui/oxide/content.js";
import "tinymce/skins/content/default/content.js";
import { draft, publish } from "../draft.js";

const element = document.createElement("textarea");
element.value = draft.html;
document.body.append(element);
const [editor] = await tinymce.init({
  target: element,
  license_key: "gpl",
  plugins: ["link", "lists"],
  promotion: false,
  branding: false,
});
publish({ select: "body", frame: "iframe.tox-edit-area__iframe", rich: true, model: () => editor.getContent() });
