// Draft.js with links: Facebook's editor, in many older React products.
import { CompositeDecorator, ContentState, Editor, EditorState, RichUtils, convertFromHTML, convertToRaw } from "draft-js";
import "draft-js/dist/Draft.css";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { draft, publish } from "../draft.js";
import { htmlOfRaw } from "../draftjs-html.js";

const links = new CompositeDecorator([
  {
    strategy: (block, found, content) =>
      block.findEntityRanges((part) => part.getEntity() && content.getEntity(part.getEntity()).getType() === "LINK", found),
    component: ({ entityKey, contentState, children }) => createElement("a", { href: contentState.getEntity(entityKey).getData().url }, children),
  },
]);
const { contentBlocks, entityMap } = convertFromHTML(draft.html || "<p></p>");
const start = contentBlocks?.length ? ContentState.createFromBlockArray(contentBlocks, entityMap) : ContentState.createFromText("");
let shown = EditorState.createWithContent(start, links);

function App() {
  const [state, change] = useState(shown);
  shown = state;
  const handleKeyCommand = (command, from) => {
    const next = RichUtils.handleKeyCommand(from, command);
    if (next) change(next);
    return next ? "handled" : "not-handled";
  };
  return createElement(Editor, { editorState: state, onChange: change, handleKeyCommand });
}

const host = document.createElement("div");
document.body.append(host);
createRoot(host).render(createElement(App));
const select = ".public-DraftEditor-content";
const ready = () => {
  if (!document.querySelector(select)) setTimeout(ready, 20);
  else publish({ select, rich: true, model: () => htmlOfRaw(convertToRaw(shown.getCurrentContent())) });
};
ready();
