// The reply box: public reply or internal note, rich or plain, a small toolbar, Send.
// Drafts are kept per ticket while the page is open.

import { h } from "./dom.js";

/**
 * @typedef {{public: boolean, html?: string, text?: string}} Reply
 * @typedef {{rich: boolean, public: boolean, content: Node[], text: string}} Draft
 */

/** @type {Map<string, Draft>} */
const drafts = new Map();

/**
 * @param {import("./api.js").Ticket} ticket
 * @param {(reply: Reply) => Promise<void>} send
 * @returns {HTMLElement}
 */
export function makeComposer(ticket, send) {
  const draft = drafts.get(ticket.id) ?? { rich: ticket.editor === "rich", public: true, content: [], text: "" };
  drafts.set(ticket.id, draft);
  const form = h("form.composer", { "aria-label": "Reply" });
  draw(form, ticket, draft, send);
  return form;
}

/**
 * @param {HTMLElement} form
 * @param {import("./api.js").Ticket} ticket
 * @param {Draft} draft
 * @param {(reply: Reply) => Promise<void>} send
 */
function draw(form, ticket, draft, send) {
  const editor = draft.rich ? richEditor(draft) : plainEditor(draft);
  const status = h("span.composer-status", { role: "status" });
  const again = () => draw(form, ticket, draft, send);
  form.classList.toggle("composer-note", !draft.public);
  form.onsubmit = (event) => {
    event.preventDefault();
    keep(draft, editor);
    void submit(ticket, draft, send, status);
  };
  form.replaceChildren(
    h(
      "div.composer-head",
      {},
      h(
        "div.tabs",
        { role: "group", "aria-label": "Who can read this" },
        choice("Public reply", draft.public, () => setAudience(form, draft, true)),
        choice("Internal note", !draft.public, () => setAudience(form, draft, false)),
      ),
      h("span.composer-to", {}, "To ", h("bdi", {}, ticket.person.email)),
    ),
    editor,
    h(
      "div.composer-foot",
      {},
      draft.rich && toolbar(editor),
      status,
      h(
        "div.modes",
        { role: "group", "aria-label": "Editor" },
        choice("Rich", draft.rich, () => switchTo(draft, true, again)),
        choice("Plain", !draft.rich, () => switchTo(draft, false, again)),
      ),
      h("button.send", { type: "submit" }, "Send"),
    ),
  );
}

/**
 * @param {HTMLElement} form
 * @param {Draft} draft
 * @param {boolean} isPublic
 */
function setAudience(form, draft, isPublic) {
  draft.public = isPublic;
  form.classList.toggle("composer-note", !isPublic);
  for (const button of form.querySelectorAll(".tabs button")) {
    button.setAttribute("aria-pressed", String((button.textContent === "Public reply") === isPublic));
  }
}

/**
 * @param {string} label
 * @param {boolean} pressed
 * @param {() => void} choose
 */
function choice(label, pressed, choose) {
  return h("button", { type: "button", "aria-pressed": String(pressed), click: choose }, label);
}

/** @param {Draft} draft */
function richEditor(draft) {
  const editor = h("div.editor", {
    contenteditable: "true",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": "Message",
    dir: "auto",
    input: () => keep(draft, editor),
  });
  editor.append(...draft.content);
  return editor;
}

/** @param {Draft} draft */
function plainEditor(draft) {
  const editor = /** @type {HTMLTextAreaElement} */ (
    h("textarea.editor", { "aria-label": "Message", dir: "auto", rows: "6", input: () => keep(draft, editor) })
  );
  editor.value = draft.text;
  return editor;
}

/**
 * @param {Draft} draft
 * @param {HTMLElement} editor
 */
function keep(draft, editor) {
  if (editor instanceof HTMLTextAreaElement) {
    draft.text = editor.value;
    draft.content = editor.value.split("\n").map((line) => h("div", {}, line || h("br")));
  } else {
    draft.text = editor.innerText;
    draft.content = [...editor.cloneNode(true).childNodes];
  }
}

/**
 * @param {Draft} draft
 * @param {boolean} rich
 * @param {() => void} again
 */
function switchTo(draft, rich, again) {
  if (draft.rich === rich) return;
  draft.rich = rich;
  again();
}

/** @param {HTMLElement} editor */
function toolbar(editor) {
  const bar = h("div.toolbar", { role: "toolbar", "aria-label": "Formatting" });
  bar.append(
    tool("B", "Bold", () => document.execCommand("bold")),
    tool("List", "Bulleted list", () => document.execCommand("insertUnorderedList")),
    tool("Link", "Link", () => askForLink(bar, editor)),
  );
  return bar;
}

/**
 * @param {string} label
 * @param {string} name
 * @param {() => void} act
 */
function tool(label, name, act) {
  // Without mousedown the editor would lose its selection before the command runs.
  return h(
    `button.tool.tool-${name.toLowerCase().split(" ")[0]}`,
    { type: "button", title: name, "aria-label": name, mousedown: (event) => event.preventDefault(), click: act },
    label,
  );
}

/**
 * @param {HTMLElement} bar
 * @param {HTMLElement} editor
 */
function askForLink(bar, editor) {
  const selection = getSelection();
  if (bar.querySelector("input") || !selection?.rangeCount || !editor.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const field = /** @type {HTMLInputElement} */ (
    h("input.link-address", { type: "url", placeholder: "https://", "aria-label": "Link address" })
  );
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    field.remove();
    editor.focus();
    selection.removeAllRanges();
    selection.addRange(range);
    if (event.key === "Enter" && /^(https?|mailto):/u.test(field.value)) insertLink(range, field.value);
  });
  bar.append(field);
  field.focus();
}

/**
 * @param {Range} range
 * @param {string} address
 */
function insertLink(range, address) {
  if (range.collapsed) document.execCommand("insertHTML", false, h("a", { href: address }, address).outerHTML);
  else document.execCommand("createLink", false, address);
}

/**
 * @param {import("./api.js").Ticket} ticket
 * @param {Draft} draft
 * @param {(reply: Reply) => Promise<void>} send
 * @param {HTMLElement} status
 */
async function submit(ticket, draft, send, status) {
  if (!draft.text.trim()) {
    status.textContent = "Write something first.";
    return;
  }
  status.textContent = "Sending...";
  const box = h("div", {}, ...draft.content.map((node) => node.cloneNode(true)));
  try {
    drafts.delete(ticket.id);
    await send(draft.rich ? { public: draft.public, html: box.innerHTML } : { public: draft.public, text: draft.text });
  } catch (error) {
    drafts.set(ticket.id, draft);
    status.textContent = `Not sent: ${error instanceof Error ? error.message : error}`;
  }
}
