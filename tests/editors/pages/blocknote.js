// BlockNote: blocks as in Notion. What looks like Markdown in a paste it takes for Markdown, HTML or not.
import { BlockNoteEditor } from "@blocknote/core";
import "@blocknote/core/style.css";
import { draft, publish } from "../draft.js";

const element = document.createElement("div");
document.body.append(element);
const editor = BlockNoteEditor.create();
if (draft.html) editor.replaceBlocks(editor.document, editor.tryParseHTMLToBlocks(draft.html));
editor.mount(element);
publish({ select: ".bn-editor", rich: true, undoStep: 600, model: () => editor.blocksToHTMLLossy(editor.document) });
