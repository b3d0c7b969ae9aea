// TipTap, the ProseMirror of the newer Zammad and of many products.
import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { draft, publish } from "../draft.js";

const element = document.createElement("div");
document.body.append(element);
const editor = new Editor({ element, extensions: [StarterKit], content: draft.html });
publish({ select: ".tiptap", rich: true, undoStep: 600, model: () => editor.getHTML() });
