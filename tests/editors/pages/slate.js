// Slate as it comes: blocks of plain text. What HTML means in it is each product's own business.
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { Node, createEditor } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";
import { draft, publish } from "../draft.js";

const editor = withHistory(withReact(createEditor()));
const initialValue = draft.text.split("\n").map((text) => ({ type: "paragraph", children: [{ text }] }));

function App() {
  useState(0);
  return createElement(Slate, { editor, initialValue }, createElement(Editable, { id: "editor" }));
}

const host = document.createElement("div");
document.body.append(host);
createRoot(host).render(createElement(App));
const ready = () => {
  if (!document.querySelector("#editor")) setTimeout(ready, 20);
  else publish({ select: "#editor", rich: false, model: () => editor.children.map((block) => Node.string(block)).join("\n") });
};
ready();
