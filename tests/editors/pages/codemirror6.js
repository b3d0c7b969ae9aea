// CodeMirror 6, the editor of Markdown replies.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { draft, publish } from "../draft.js";

const extensions = [history(), keymap.of([...defaultKeymap, ...historyKeymap])];
const view = new EditorView({ parent: document.body, state: EditorState.create({ doc: draft.text, extensions }) });
publish({ select: ".cm-content", rich: false, undoStep: 600, model: () => view.state.doc.toString() });
