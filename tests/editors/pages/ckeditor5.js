// CKEditor 5: Zendesk and Request Tracker 6 write with it.
import { Bold, ClassicEditor, Essentials, Heading, ImageBlock, ImageInline, Italic, Link, List, Paragraph } from "ckeditor5";
import "ckeditor5/ckeditor5.css";
import { draft, publish } from "../draft.js";

const element = document.createElement("div");
document.body.append(element);
const editor = await ClassicEditor.create({
  attachTo: element,
  licenseKey: "GPL",
  plugins: [Essentials, Paragraph, Bold, Italic, Link, List, Heading, ImageBlock, ImageInline],
  toolbar: ["bold", "italic", "link", "bulletedList"],
  root: { initialData: draft.html },
});
publish({ select: ".ck-editor__editable", rich: true, model: () => editor.getData() });
