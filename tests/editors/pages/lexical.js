// Lexical with rich text, links and lists.
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { $generateHtmlFromNodes, $generateNodesFromDOM } from "@lexical/html";
import { AutoLinkNode, LinkNode } from "@lexical/link";
import { ListItemNode, ListNode } from "@lexical/list";
import { HeadingNode, QuoteNode, registerRichText } from "@lexical/rich-text";
import { $getRoot, $insertNodes, createEditor } from "lexical";
import { draft, publish } from "../draft.js";

const element = document.createElement("div");
element.id = "editor";
element.contentEditable = "true";
document.body.append(element);
const editor = createEditor({
  namespace: "test",
  nodes: [HeadingNode, QuoteNode, ListNode, ListItemNode, LinkNode, AutoLinkNode],
  onError(error) {
    throw error;
  },
});
editor.setRootElement(element);
registerRichText(editor);
const fill = () => {
  const nodes = $generateNodesFromDOM(editor, new DOMParser().parseFromString(draft.html || "<p></p>", "text/html"));
  $getRoot().clear().select();
  $insertNodes(nodes);
};
editor.update(fill, { discrete: true });
registerHistory(editor, createEmptyHistoryState(), 300);
publish({ select: "#editor", rich: true, undoStep: 400, model: () => editor.getEditorState().read(() => $generateHtmlFromNodes(editor)) });
