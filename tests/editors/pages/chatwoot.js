// The reply editor of Chatwoot: a ProseMirror whose schema knows what its Markdown can say.
import { EditorState, EditorView, MessageMarkdownTransformer, buildEditor, messageSchema } from "@chatwoot/prosemirror-schema";
import { DOMSerializer } from "prosemirror-model";
import { draft, publish, serialised } from "../draft.js";

const element = document.createElement("div");
document.body.append(element);
const plugins = buildEditor({
  schema: messageSchema,
  placeholder: "Reply",
  methods: {},
  plugins: [],
  enabledMenuOptions: ["strong", "em", "link", "bulletList", "orderedList"],
});
const doc = new MessageMarkdownTransformer(messageSchema).parse(draft.text.replace("\n", "\n\n"));
const view = new EditorView(element, { state: EditorState.create({ doc, plugins }) });
const model = () => serialised(DOMSerializer.fromSchema(view.state.schema).serializeFragment(view.state.doc.content));
publish({ select: ".ProseMirror", rich: true, undoStep: 600, model });
