// Lexical without links and lists, as chats have it.
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $createTextNode, $getRoot, createEditor } from "lexical";
import { draft, publish } from "../draft.js";

const element = document.createElement("div");
element.id = "editor";
element.contentEditable = "true";
document.body.append(element);
const editor = createEditor({
  namespace: "test",
  onError(error) {
    throw error;
  },
});
editor.setRootElement(element);
registerRichText(editor);
const paragraphs = () => draft.text.split("\n").map((line) => $createParagraphNode().append($createTextNode(line)));
editor.update(() => $getRoot().clear().append(...paragraphs()), { discrete: true });
registerHistory(editor, createEmptyHistoryState(), 300);
const lines = () => $getRoot().getChildren().map((line) => line.getTextContent()).join("\n");
publish({ select: "#editor", rich: false, undoStep: 400, model: () => editor.getEditorState().read(lines) });
