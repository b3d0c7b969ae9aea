// TinyMCE 5, where pasting is a plugin.
import tinymce from "tinymce5";
import "tinymce5/icons/default";
import "tinymce5/themes/silver";
import "tinymce5/plugins/link";
import "tinymce5/plugins/lists";
import "tinymce5/plugins/paste";
import "tinymce5/skins/ui/oxide/skin.css";
import { draft, publish } from "../draft.js";

const element = document.createElement("textarea");
element.value = draft.html;
document.body.append(element);
const [editor] = await tinymce.init({
  target: element,
  plugins: ["link", "lists", "paste"],
  skin: false,
  content_css: false,
  branding: false,
});
publish({ select: "body", frame: "iframe.tox-edit-area__iframe", rich: true, model: () => editor.getContent() });
