// TinyMCE without a frame: the element in the page is the editor.
import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";
import "tinymce/plugins/link";
import "tinymce/plugins/lists";
import "tinymce/skins/ui/oxide/skin.js";
import "tinymce/skins/ui/oxide/content.inline.js";
import { draft, parsed, publish } from "../draft.js";

const element = document.createElement("div");
element.id = "editor";
element.style.marginBlockStart = "6rem";
element.append(...parsed(draft.html || "<p><br></p>").childNodes);
document.body.append(element);
const [editor] = await tinymce.init({
  target: element,
  inline: true,
  license_key: "gpl",
  plugins: ["link", "lists"],
  promotion: false,
  branding: false,
});
publish({ select: "#editor", rich: true, model: () => editor.getContent() });
