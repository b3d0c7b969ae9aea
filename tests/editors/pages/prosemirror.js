// ProseMirror with its own example set-up.
import { exampleSetup } from "prosemirror-example-setup";
import { DOMParser, DOMSerializer, Schema } from "prosemirror-model";
import { schema as basic } from "prosemirror-schema-basic";
import { addListNodes } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import "prosemirror-view/style/prosemirror.css";
import { draft, parsed, publish, serialised } from "../draft.js";

const schema = new Schema({
  nodes: addListNodes(basic.spec.nodes, "paragraph block*", "block"),
  marks: basic.spec.marks,
});
const doc = DOMParser.fromSchema(schema).parse(parsed(draft.html));
const view = new EditorView(document.body, {
  state: EditorState.create({ doc, plugins: exampleSetup({ schema, menuBar: false }) }),
});
const model = () => serialised(DOMSerializer.fromSchema(schema).serializeFragment(view.state.doc.content));
publish({ select: ".ProseMirror", rich: true, undoStep: 600, model });
