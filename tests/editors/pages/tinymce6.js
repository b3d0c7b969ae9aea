// TinyMCE 6.
import tinymce from "tinymce6";
import "tinymce6/icons/default";
import "tinymce6/models/dom";
import "tinymce6/themes/silver";
import "tinymce6/plugins/link";
import "tinymce6/plugins/lists";
import "tinymce6/skins/ui/oxide/skin.css";
import { draft, publish } from "../draft.js";

const element = document.createElement("textarea");
element.value = draft.html;
document.body.append(element);
const [editor] = await tinymce.init({
  target: element,
  plugins: ["link", "lists"],
  skin: false,
  content_css: false,
  promotion: false,
  branding: false,
});
publish({ select: "body", frame: "iframe.tox-edit-area__iframe", rich: true, model: () => editor.getContent() });
