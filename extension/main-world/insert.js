// Puts an answer into the editor that has the focus. The one function that runs in the page's own world: the background
// hands it to scripting.executeScript({world: "MAIN"}) for the editor's frame, so it must be self-contained. It goes by kind
// of editor, never by helpdesk: `ways`, at the end, is the ordered list; tests/editors/EDITORS.md says what each editor takes.
// What a page does with it can at worst spoil this one insertion.

/** @import {Fitted, Inserted, State, Way} from "./outcomes.js" */

/**
 * Insert an answer at the caret or over the selection, as one undo step, and read the editor back.
 * @param {Fitted} answer  as the editor can hold it
 * @param {string} [relay]  under which our own script in this frame hands over an editor that the page keeps in a closed
 *   shadow root; that script can also insert HTML where the page itself may not
 * @returns {Promise<Inserted>}
 */
export async function insertAnswer({ text, html, asText, shown, links, images }, relay) {
  /** Longest wait, ms, by what the editor did; one that also read what it was handed may be asking its server first. */
  const PATIENCE = { taken: 800, read: 3000, ignored: 60, second: 40 };
  /** @type {string[]} */
  const trace = [];
  let forbidden = false;
  let wasRead = false;

  /** @param {number} ms */
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** @param {string} code @param {string} [via] @returns {Inserted} */
  const failed = (code, via) => ({ ok: false, ...(via && { via }), code, trace });

  // ---- Comparing text. ----

  /** White space, fillers and emoji (some editors draw them as images) do not count. @param {string} value */
  const bare = (value) =>
    value.normalize("NFC").replace(/[\s\u00ad\u200b\u200c\u2060\ufeff\ufffc]|\u200d|\ufe0f|\p{Extended_Pictographic}/gu, "");

  /** Editors make nicer quotes, dashes and list marks of plain ones. @param {string} value */
  const lettersOf = (value) => bare(value).replace(/[^\p{L}\p{M}\p{N}]/gu, "");

  /** @param {string} hay @param {string} needle */
  const count = (hay, needle) => (needle ? hay.split(needle).length - 1 : 0);

  /** Whether `rest` is `draft` without one run of characters, the selection. @param {string} draft @param {string} rest @param {number | null} replaced */
  const keptDraft = (draft, rest, replaced) => {
    const gone = draft.length - rest.length;
    if (gone < 0 || gone !== (replaced ?? gone)) return false;
    let same = 0;
    while (same < rest.length && rest[same] === draft[same]) same += 1;
    return draft.endsWith(rest.slice(same));
  };

  /** The answer as it may be read from an editor. @param {(value: string) => string} read */
  const formsIn = (read) => [...new Set([read(shown), read(text)])].filter(Boolean);

  /** @type {(before: string, after: string, selected: string | null, read: (value: string) => string) => State} */
  const compare = (before, after, selected, read) => {
    const [draft, now] = [read(before), read(after)];
    const forms = formsIn(read);
    const replaced = selected === null ? null : read(selected).length;
    const form = forms.find((each) => count(now, each) > count(draft, each));
    if (form) {
      // Another copy of the answer may stand before it: one removal that leaves the draft is enough.
      for (let at = now.indexOf(form); at >= 0; at = now.indexOf(form, at + 1)) {
        if (keptDraft(draft, now.slice(0, at) + now.slice(at + form.length), replaced)) return "whole";
      }
      return "draft_changed";
    }
    if (now === draft && selected && forms.includes(read(selected))) return "whole";
    return now.length > draft.length - (replaced ?? draft.length) && now !== draft ? "part" : "nothing";
  };

  // ---- What an editor may drop without losing text. ----

  /** Editors write addresses as the browser reads them: with a slash at the end, with escapes. @param {string} href */
  const canonical = (href) => (URL.canParse(href) ? new URL(href).href : href);

  /**
   * @param {string} now  the editor's text, in which an address may be visible
   * @param {ParentNode} root  where links and pictures may be
   * @param {number} before  how many pictures there were
   */
  const lostIn = (now, root, before) => {
    const kept = new Set([...root.querySelectorAll("a[href]")].map((link) => canonical(link.getAttribute("href") ?? "")));
    if (links.some((href) => !now.includes(href) && !kept.has(canonical(href)))) return "links_lost";
    const pictures = root.querySelectorAll("img").length - before;
    return images.filter((source) => !now.includes(source)).length > Math.max(0, pictures) ? "images_lost" : undefined;
  };

  // ---- Where. ----

  /** What our own script hands over: the page does not see into a closed shadow root, but it sees the ranges of highlights. */
  const handedOver = () => {
    const [range] = /** @type {any} */ (CSS.highlights.get(String(relay)) ?? []);
    return range?.startContainer instanceof Element ? range.startContainer : null;
  };

  const active = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (element && !isField(element) && !isEditable(element) && handedOver()) || element;
  };

  // ---- Text fields: the exact value is known beforehand. ----

  /** @param {Element} element @returns {element is HTMLTextAreaElement | HTMLInputElement} */
  const isField = (element) =>
    element.matches("textarea, input:not([type]), input[type=text i], input[type=search i], input[type=url i]");

  /** @param {HTMLTextAreaElement | HTMLInputElement} field @returns {Promise<Inserted>} */
  const intoField = async (field) => {
    if (field.matches(":disabled")) return failed("disabled");
    if (field.readOnly) return failed("read_only");
    const addition = field.matches("input") ? text.trim().replace(/\s*\n\s*/g, " ") : text.replace(/\r\n?/g, "\n");
    const draft = field.value;
    const [start, end] = [field.selectionStart ?? draft.length, field.selectionEnd ?? draft.length];
    const expected = draft.slice(0, start) + addition + draft.slice(end);
    if (field.maxLength >= 0 && expected.length > field.maxLength) return failed("too_long");

    let stood = false;
    const stands = () => bare(field.value) === bare(expected) || lettersOf(field.value) === lettersOf(expected);
    field.addEventListener("input", () => { stood ||= stands(); }, { capture: true, once: true });
    /** @type {Way[]} */
    const fieldWays = [
      // Keeps the browser's own undo, and fires `input` as typing does (React listens).
      ["insertText", () => insertText(field, addition)],
      ["setRangeText", () => {
        if (stood) return null; // the page took it away at once, perhaps to draw it: it must not get it twice
        field.setRangeText(addition, start, end, "end");
        return !field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: addition }));
      }],
    ];
    // What is drawn on a canvas cannot be read back.
    const isDrawn = () => stood && [field.parentElement, field.parentElement?.parentElement].some((box) => box?.querySelector("canvas"));
    const look = () => (stands() ? "whole" : field.value !== draft || isDrawn() ? "part" : "nothing");
    return through(field, look, fieldWays, field);
  };

  // ---- Rich editors: the text around and inside is compared before and after. ----

  /** @param {Element} element @returns {element is HTMLElement} */
  const isEditable = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || ("editContext" in element && Boolean(element.editContext)) || document.designMode === "on");

  /** The outermost editable element around this one. @param {HTMLElement} element */
  const rootOf = (element) => {
    let root = element;
    while (root.parentElement?.isContentEditable) root = root.parentElement;
    return root;
  };

  /** What an agent could edit: placeholders and other fixed parts come and go by themselves. @param {HTMLElement} root */
  const draftIn = (root) => {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const fixed = root.isContentEditable;
    let all = "";
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      if (!fixed || node.parentElement?.isContentEditable) all += node.nodeValue;
    }
    return all;
  };

  /** @param {HTMLElement} root  its selection; null if the browser does not tell */
  const selectionIn = (root) => {
    const owner = root.getRootNode();
    const selection = "getSelection" in owner ? /** @type {Document} */ (owner).getSelection() : document.getSelection();
    return selection?.rangeCount && root.contains(selection.anchorNode) ? selection : null;
  };

  const TRAVELS = { bubbles: true, cancelable: true, composed: true };

  /** As a paste does. Firefox drops data set before the event is made. @param {HTMLElement} element @param {ClipboardEvent | InputEvent} event */
  const handOver = (element, event) => {
    const data = "clipboardData" in event ? event.clipboardData : event.dataTransfer;
    data?.setData("text/plain", text);
    if (!asText) data?.setData("text/html", html);
    const getData = (/** @type {string} */ kind) => {
      wasRead = true;
      return DataTransfer.prototype.getData.call(data, kind);
    };
    if (data) data.getData = getData;
    return !element.dispatchEvent(event);
  };

  /** @param {HTMLElement} element @param {"keydown" | "keyup"} type  of a key that does nothing */
  const press = (element, type, bubbles = false) =>
    element.dispatchEvent(new KeyboardEvent(type, { key: "Unidentified", keyCode: 0, cancelable: true, bubbles }));

  /** @param {HTMLElement} element */
  const paste = (element) => {
    // Make the editor forget a Shift that is still held, or whose release it never saw: ProseMirror pastes without
    // formatting then, and our own shortcuts have Shift in them.
    press(element, "keydown");
    press(element, "keyup");
    return handOver(element, new ClipboardEvent("paste", { ...TRAVELS, clipboardData: new DataTransfer() }));
  };

  /** @param {HTMLElement} element */
  const beforeinput = (element) =>
    handOver(element, new InputEvent("beforeinput", { ...TRAVELS, inputType: "insertFromPaste", dataTransfer: new DataTransfer() }));

  /** Line by line, as keys do: for editors that act on nothing else. @param {HTMLElement} element */
  const typed = (element) => {
    /** @param {string} inputType @param {string | null} data */
    const say = (inputType, data) => !element.dispatchEvent(new InputEvent("beforeinput", { ...TRAVELS, inputType, data }));
    const steps = text.split("\n").flatMap((line, at) => [at > 0 && say("insertParagraph", null), line !== "" && say("insertText", line)]);
    return steps.some(Boolean);
  };

  /** Moving the caret ends the browser's undo step: else one Ctrl+Z takes what was typed before, too. @param {HTMLElement} element */
  const endUndoStep = (element) => {
    if (isField(element)) {
      const { selectionStart: from, selectionEnd: to } = element;
      element.setSelectionRange(0, from === 0 && to === 0 ? element.value.length : 0);
      element.setSelectionRange(from, to);
      return;
    }
    const selection = selectionIn(rootOf(element));
    if (!selection?.anchorNode || !selection.focusNode) return;
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    selection.selectAllChildren(rootOf(element));
    selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  };

  /** @param {HTMLElement} element */
  const insertText = (element, what = text) => {
    endUndoStep(element);
    document.execCommand("insertText", false, what);
    endUndoStep(element);
    press(element, "keyup", true); // some pages copy the text to a hidden field then
    return false;
  };

  /** Trusted Types may forbid it: our own script may, and without that the plain form is better than nothing. @param {HTMLElement} element */
  const insertHtml = (element) => {
    endUndoStep(element);
    try {
      document.execCommand("insertHTML", false, html);
    } catch {
      forbidden = Boolean(relay);
      if (!forbidden) insertText(element);
    }
    press(element, "keyup", true);
    return false;
  };

  /**
   * Take one way after the other until the answer is there.
   * @param {HTMLElement} element
   * @param {() => State} look
   * @param {Way[]} list
   * @param {ParentNode & Node} box  where its text shows
   * @param {() => ParentNode & Node} [seat]  where it was found, if that may be elsewhere
   * @returns {Promise<Inserted>}
   */
  const through = async (element, look, list, box, seat = () => box) => {
    const pictures = new Map([box, seat()].map((each) => [each, each.querySelectorAll("img").length]));
    let gone = "";

    for (const [via, run] of list) {
      // A page that took it out again listens perhaps to what it would do itself, but must not get it twice.
      if (gone && run !== typed) continue;
      if (!box.contains(active())) element.focus({ preventScroll: true });
      let taken = null;
      wasRead = false;
      try {
        taken = run(element);
      } catch {
        // An editor that was asked directly does what the page's policy forbids.
      }
      if (taken === null) continue;
      if (forbidden) return failed("html_forbidden", via);
      const start = performance.now();
      let state = look();
      const patience = () => PATIENCE[!taken ? "ignored" : wasRead && state === "nothing" ? "read" : "taken"];
      for (; state !== "whole" && performance.now() - start < patience(); state = look()) await wait(12);
      trace.push(`${via}${taken ? "+" : ""}:${state}`);
      if (state === "nothing") continue;
      if (state === "part") return failed("partial", via);
      await wait(PATIENCE.second);
      state = look();
      const found = seat();
      const lost = lostIn(isField(element) && found === element ? element.value : found.textContent ?? "", found, pictures.get(found) ?? 0);
      if (state === "whole") return { ok: true, via, ...(lost && { code: lost }), trace };
      if (state !== "nothing") return failed(state === "part" ? "reverted" : state, via);
      gone = via;
    }
    return gone ? failed("reverted", gone) : failed("not_taken");
  };

  /** @param {HTMLElement} element @returns {Promise<Inserted>} */
  const intoRich = async (element) => {
    const root = rootOf(element);
    if (root.closest("[aria-readonly=true], [aria-disabled=true]")) return failed("read_only");
    const draft = draftIn(root);
    const selected = selectionIn(root)?.getRangeAt(0).toString() ?? null;
    // Editors of many small editable blocks put a paste into new ones beside this, others replace the whole element.
    const around = root.getRootNode() === document ? document.body : /** @type {ShadowRoot} */ (root.getRootNode());
    const page = () => bare(around.textContent ?? "");
    const before = page();
    let found = around;
    const look = () => {
      const now = draftIn(root);
      found = /** @type {any} */ (root);
      const exactly = compare(draft, now, selected, bare);
      if (exactly === "whole" || compare(draft, now, selected, lettersOf) === "whole") return "whole";
      if (exactly === "draft_changed" || !formsIn(bare).some((form) => form.length > 12 && count(page(), form) > count(before, form))) return exactly;
      found = around;
      return "whole";
    };
    return through(element, look, root.contentEditable === "plaintext-only" ? plainWays : ways, root, () => found);
  };

  // ---- Hidden fields that only take the keys; the text is drawn beside them (Ace, CodeMirror 5, Monaco). ----

  /** @param {HTMLElement} field  too small to be seen, or cut off by a box that is */
  const isProxy = (field) => {
    const cutOff = field.parentElement && getComputedStyle(field.parentElement).overflow !== "visible" ? [field.parentElement] : [];
    return getComputedStyle(field).opacity === "0" || [field, ...cutOff].some((box) => box.offsetWidth < 24 || box.offsetHeight < 8);
  };

  /** @param {HTMLElement} field @returns {Promise<Inserted>} */
  const intoProxy = async (field) => {
    let box = field;
    while (box.parentElement && (box === field || box.offsetWidth < 120 || box.offsetHeight < 18)) box = box.parentElement;
    const lines = text.split("\n").map(lettersOf).filter(Boolean);
    const before = lettersOf(box.textContent ?? "");
    const look = () => {
      const now = lettersOf(box.textContent ?? "");
      const arrived = lines.filter((line) => count(now, line) > count(before, line)).length;
      return arrived === lines.length ? "whole" : arrived ? "part" : "nothing";
    };
    return through(field, look, [["paste", paste], ...plainWays], box);
  };

  // ---- The lists. A way is tried only if the one before it left nothing at all: a second try would double. ----

  /** What an editor's script left on its box, or on the field for which it stands. @param {Element} element @param {string} box @param {string} key */
  const leftOn = (element, box, key) => {
    const found = /** @type {any} */ (element.closest(box));
    return found?.[key] ?? found?.previousElementSibling?.[key];
  };

  /** Pasting waits in a hidden field for what only the browser can do. @param {HTMLElement} element */
  const quill1 = (element) => {
    const quill = leftOn(element, ".ql-container", "__quill");
    if (!quill?.constructor.version?.startsWith("1.")) return null;
    const { index, length } = quill.getSelection(true);
    const answer = quill.clipboard.convert(html);
    quill.history.cutoff();
    quill.updateContents(new answer.constructor().retain(index).delete(length).concat(answer), "user");
    quill.history.cutoff();
    quill.setSelection(index + answer.length(), 0, "silent");
    return true;
  };

  /** A paste over a selection is two undo steps. @param {HTMLElement} element */
  const froala = (element) => {
    const editor = leftOn(element, ".fr-box", "data-froala.editor");
    if (!editor?.html) return null;
    editor.undo.saveStep();
    editor.html.insert(html, true);
    editor.undo.saveStep();
    return true;
  };

  /** Pasting opens a dialog that asks what to keep. @param {HTMLElement} element */
  const jodit = (element) => {
    const editor = leftOn(element, ".jodit-container", "component");
    editor?.s?.insertHTML(html);
    return editor?.s ? true : null;
  };

  /** @type {Way[]} */
  const ways = [
    // Three that take no paste as one step, or none at all, are asked directly.
    ["quill1", quill1],
    ["froala", froala],
    ["jodit", jodit],
    // CKEditor, ProseMirror and TipTap, Quill 2, TinyMCE, Lexical, Draft.js, CodeMirror 6, Redactor, SunEditor: an editor
    // that handles pasting itself keeps what it can show, as one undo step.
    ["paste", paste],
    // Trix, Slate.
    ["beforeinput", beforeinput],
    // Plain contenteditable, Summernote. Never earlier: CKEditor 5 and Lexical return true and do nothing or reorder
    // lines, Draft.js loses the draft.
    ["insertHTML", insertHtml],
    // Home-made editors that put together their text from single events, or put back whatever else changes.
    ["typed", typed],
    ["insertText", insertText],
  ];
  /** @type {Way[]} */
  const plainWays = [["insertText", insertText]];

  if (!text.trim()) return failed("empty");
  const element = active();
  if (!element) return failed("no_editor");
  if (isField(element)) return isProxy(element) ? intoProxy(element) : intoField(element);
  if (isEditable(element)) return intoRich(element);
  return failed(element.closest("[contenteditable=false], [aria-readonly=true]") ? "read_only" : "no_editor");
}
