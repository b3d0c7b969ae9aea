// Puts an answer into the editor that has the focus. The one function that runs in the page's own world: the
// background hands it to scripting.executeScript({world: "MAIN"}) for the editor's frame, so it must be
// self-contained. Inserting goes by kind of editor, never by helpdesk: `own` and `ways`, both at the end, are the
// ordered lists. EDITORS.md beside this file says what each editor takes; the tests hold it to that.
// What a page does with it can at worst spoil this one insertion.

/**
 * How an insertion ended.
 *
 * `code` says why not: `empty`, `no_editor`, `disabled`, `read_only`, `too_long` (maxlength; nothing was changed),
 * `not_taken` (nothing arrived), `partial` (some of it arrived), `draft_changed` (it arrived, but the text around it
 * did not stay), `reverted` (the page took it out again), `html_forbidden` (only if `relay` is given: the page forbids
 * HTML from its own world). With `ok` it may be `links_lost` (the editor stripped an address that is not visible in the
 * text either) or `images_lost`.
 * @typedef {object} Inserted
 * @property {boolean} ok  the whole answer stands in the editor and the draft around it is as it was
 * @property {string} [via]  the way that was taken
 * @property {string} [code]
 * @property {string[]} trace  each way tried and what it did
 */

/**
 * Insert an answer at the caret or over the selection, as one undo step, and read the editor back.
 * @param {string} text  the answer for plain editors: list marks and addresses visible
 * @param {string} html  the same for rich editors, sanitised by the sidecar
 * @param {string} [relay]  name of an event by which our own script in this frame hands over an editor that the page
 *   keeps in a closed shadow root; that script can also insert HTML where the page itself may not
 * @returns {Promise<Inserted>}
 */
export async function insertAnswer(text, html, relay) {
  /** Longest wait, ms: for an editor that took the event, for one that did not, and before the second look. */
  const PATIENCE = { taken: 800, ignored: 60, second: 40 };
  /** @type {string[]} */
  const trace = [];

  /** @param {number} ms */
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** @param {string} code @param {string} [via] @returns {Inserted} */
  const failed = (code, via) => ({ ok: false, ...(via && { via }), code, trace });

  // ---- Comparing text. ----

  /** White space, fillers and emoji (some editors draw them as images) do not count. @param {string} value */
  const bare = (value) =>
    value.normalize("NFC").replace(/[\s\u00ad\u200b-\u200d\u2060\ufe0f\ufeff\ufffc]|\p{Extended_Pictographic}/gu, "");

  /** Editors make nicer quotes, dashes and list marks of plain ones. @param {string} value */
  const lettersOf = (value) => bare(value).replace(/[^\p{L}\p{M}\p{N}]/gu, "");

  /**
   * The text that this HTML shows. Not parsed by the DOM: under Trusted Types every parser would refuse.
   * @param {string} source
   */
  const shownBy = (source) => {
    /** @type {Record<string, string>} */
    const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
    return source
      .replace(/<(?:"[^"]*"|'[^']*'|[^'">])*>/g, "")
      .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) =>
        name ? (named[name.toLowerCase()] ?? whole) : String.fromCodePoint(parseInt(decimal ?? hex, decimal ? 10 : 16)),
      );
  };

  /** @param {string} hay @param {string} needle */
  const count = (hay, needle) => (needle ? hay.split(needle).length - 1 : 0);

  /**
   * Whether `rest` is `draft` without one run of `replaced` characters (the selection; null: of any length).
   * @param {string} draft @param {string} rest @param {number | null} replaced
   */
  const keptDraft = (draft, rest, replaced) => {
    const gone = draft.length - rest.length;
    if (gone < 0 || gone !== (replaced ?? gone)) return false;
    let same = 0;
    while (same < rest.length && rest[same] === draft[same]) same += 1;
    let tail = 0;
    while (tail < rest.length - same && rest[rest.length - 1 - tail] === draft[draft.length - 1 - tail]) tail += 1;
    return same + tail === rest.length;
  };

  /** @typedef {"whole" | "draft_changed" | "nothing" | "part"} State */

  /**
   * What became of a draft.
   * @param {string} before @param {string} after @param {string | null} selected  null if the browser does not tell
   * @param {(value: string) => string} read
   * @returns {State}
   */
  const compare = (before, after, selected, read) => {
    const [draft, now] = [read(before), read(after)];
    const forms = [...new Set([read(shownBy(html)), read(text)])].filter(Boolean);
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

  /** @param {RegExp} pattern  with the address as its group */
  const addresses = (pattern) => [...html.matchAll(pattern)].map((match) => shownBy(match[1] ?? ""));

  /**
   * @param {string} shown  the editor's text @param {ParentNode} [root]  where links and pictures may be
   * @param {number} [before]  how many pictures there were
   */
  const lostIn = (shown, root, before = 0) => {
    const links = new Set([...(root?.querySelectorAll("a[href]") ?? [])].map((link) => link.getAttribute("href")));
    if (addresses(/<a\s[^>]*?href="([^"]*)"/gi).some((href) => !links.has(href) && !shown.includes(href))) return "links_lost";
    const pictures = (root?.querySelectorAll("img").length ?? 0) - before;
    const hidden = addresses(/<img\s[^>]*?src="([^"]*)"/gi).filter((source) => !shown.includes(source));
    return hidden.length > Math.max(0, pictures) ? "images_lost" : undefined;
  };

  /** @param {string} via @param {string | undefined} code @returns {Inserted} */
  const done = (via, code) => ({ ok: true, via, ...(code && { code }), trace });

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
    const start = field.selectionStart ?? draft.length;
    const end = field.selectionEnd ?? draft.length;
    const expected = draft.slice(0, start) + addition + draft.slice(end);
    if (field.maxLength >= 0 && expected.length > field.maxLength) return failed("too_long");

    /** Moving the caret ends the browser's undo step: without it one Ctrl+Z takes what was typed beside it, too. */
    const endUndoStep = () => {
      const [from, to] = [field.selectionStart, field.selectionEnd];
      field.setSelectionRange(0, from === 0 && to === 0 ? field.value.length : 0);
      field.setSelectionRange(from, to);
    };

    /** @type {[string, () => void][]} */
    const fieldWays = [
      [
        // Keeps the browser's own undo, and fires `input` as typing does (React listens).
        "insertText",
        () => {
          endUndoStep();
          document.execCommand("insertText", false, addition);
          endUndoStep();
        },
      ],
      [
        "setRangeText",
        () => {
          field.setRangeText(addition, start, end, "end");
          field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: addition }));
        },
      ],
    ];
    for (const [via, run] of fieldWays) {
      run();
      const arrived = bare(field.value) === bare(expected);
      await wait(PATIENCE.second);
      const stayed = bare(field.value) === bare(expected);
      trace.push(`${via}:${stayed ? "whole" : arrived ? "reverted" : field.value === draft ? "nothing" : "part"}`);
      if (stayed) return done(via, lostIn(field.value));
      if (arrived) return failed("reverted", via);
      if (field.value !== draft) return failed("partial", via);
    }
    return failed("not_taken");
  };

  // ---- Rich editors: the text around and inside is compared before and after. ----

  /** @param {Element} element @returns {element is HTMLElement} */
  const isEditable = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || "editContext" in element && Boolean(element.editContext) || document.designMode === "on");

  /** @param {HTMLElement} element  the outermost editable element around this one */
  const rootOf = (element) => {
    let root = element;
    while (root.parentElement?.isContentEditable) root = root.parentElement;
    return root;
  };

  /**
   * The text an agent could edit: placeholders and other parts that are not editable come and go by themselves.
   * @param {HTMLElement} root
   */
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

  /**
   * An event that carries the answer as a paste does.
   * @template {ClipboardEvent | InputEvent} E
   * @param {(data: DataTransfer) => E} make @param {(event: E) => DataTransfer | null} dataOf
   */
  const carrying = (make, dataOf) => {
    const event = make(new DataTransfer());
    const data = dataOf(event);
    // Firefox drops what was set before construction, so it is set on the event's own data.
    data?.setData("text/plain", text);
    data?.setData("text/html", html);
    return event;
  };

  const TRAVELS = { bubbles: true, cancelable: true, composed: true };

  /**
   * Make the editor forget a Shift that is still held, or whose release it never saw: ProseMirror pastes without
   * formatting then, and our own shortcuts have Shift in them.
   * @param {HTMLElement} element
   */
  const releaseShift = (element) => {
    for (const type of ["keydown", "keyup"]) {
      element.dispatchEvent(new KeyboardEvent(type, { key: "Unidentified", keyCode: 0, cancelable: true }));
    }
  };

  /** @param {HTMLElement} element  whether the editor took the event */
  const paste = (element) => {
    releaseShift(element);
    return !element.dispatchEvent(
      carrying((clipboardData) => new ClipboardEvent("paste", { ...TRAVELS, clipboardData }), (event) => event.clipboardData),
    );
  };

  /** @param {HTMLElement} element  whether the editor took the event */
  const beforeinput = (element) => {
    const options = { ...TRAVELS, inputType: "insertFromPaste" };
    return !element.dispatchEvent(
      carrying((dataTransfer) => new InputEvent("beforeinput", { ...options, dataTransfer }), (event) => event.dataTransfer),
    );
  };

  /** As in a field: what was typed before is an undo step of its own. @param {HTMLElement} element */
  const endUndoStep = (element) => {
    const selection = selectionIn(rootOf(element));
    if (!selection?.anchorNode || !selection.focusNode) return;
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    selection.selectAllChildren(rootOf(element));
    selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  };

  /** @param {HTMLElement} element */
  const insertText = (element) => {
    endUndoStep(element);
    document.execCommand("insertText", false, text);
    endUndoStep(element);
    return false;
  };

  /** Where Trusted Types forbid HTML, the plain form is better than nothing. @param {HTMLElement} element */
  const insertHtml = (element) => {
    endUndoStep(element);
    try {
      document.execCommand("insertHTML", false, html);
    } catch {
      if (relay) throw new Error("html_forbidden");
      insertText(element);
    }
    return false;
  };

  /** @typedef {[string, (element: HTMLElement) => boolean | null]} Way  null: not for this editor */

  /** @param {HTMLElement} element @param {() => string} read @param {Way[]} list @returns {Promise<Inserted>} */
  const through = async (element, read, list) => {
    const root = rootOf(element);
    const draft = read();
    const selected = selectionIn(root)?.getRangeAt(0).toString() ?? null;
    const pictures = root.querySelectorAll("img").length;

    /** @returns {State} */
    const look = () => {
      const now = read();
      const exactly = compare(draft, now, selected, bare);
      if (exactly === "whole" || exactly === "nothing") return exactly;
      return compare(draft, now, selected, lettersOf) === "whole" ? "whole" : exactly;
    };

    /** @param {number} patience */
    const settle = async (patience) => {
      const end = performance.now() + patience;
      let state = look();
      while (state !== "whole" && performance.now() < end) {
        await wait(12);
        state = look();
      }
      return state;
    };

    for (const [via, run] of list) {
      const taken = run(element);
      if (taken === null) continue;
      let state = await settle(taken ? PATIENCE.taken : PATIENCE.ignored);
      trace.push(`${via}${taken ? "+" : ""}:${state}`);
      if (state === "nothing") continue;
      if (state === "part") return failed("partial", via);
      await wait(PATIENCE.second);
      state = look();
      if (state === "nothing" || state === "part") return failed("reverted", via);
      if (state === "draft_changed") return failed(state, via);
      return done(via, lostIn(root.textContent ?? "", root, pictures));
    }
    return failed("not_taken");
  };

  /** @param {HTMLElement} element @returns {Promise<Inserted>} */
  const intoRich = async (element) => {
    const root = rootOf(element);
    if (root.closest("[aria-readonly=true], [aria-disabled=true]")) return failed("read_only");
    const list = root.contentEditable === "plaintext-only" ? plainWays : ways;
    return through(element, () => draftIn(root), list);
  };

  // ---- The lists. A way is tried only if the one before it left nothing at all: a second try would double. ----

  /**
   * What an editor's own script left on its box, or on the field that the box stands for.
   * @param {Element} element @param {string} box @param {string} key
   */
  const leftOn = (element, box, key) => {
    const found = /** @type {any} */ (element.closest(box));
    return found?.[key] ?? found?.previousElementSibling?.[key];
  };

  /** @type {Way[]} */
  const own = [
    [
      // Pasting moves the focus to a hidden field and waits for the browser to paste there, which no script can do.
      "quill1",
      (element) => {
        const quill = leftOn(element, ".ql-container", "__quill");
        if (!quill?.constructor.version?.startsWith("1.")) return null;
        const { index, length } = quill.getSelection(true);
        const answer = quill.clipboard.convert(html);
        const change = new answer.constructor().retain(index).delete(length).concat(answer);
        quill.history.cutoff();
        quill.updateContents(change, "user");
        quill.history.cutoff();
        quill.setSelection(index + answer.length(), 0, "silent");
        return true;
      },
    ],
    [
      // Its undo steps end by the clock: what is typed next would go with a paste.
      "froala",
      (element) => {
        const froala = leftOn(element, ".fr-box", "data-froala.editor");
        if (!froala?.html?.insert) return null;
        froala.undo.saveStep();
        froala.html.insert(html, true);
        froala.undo.saveStep();
        return true;
      },
    ],
    [
      // Pasting opens a dialog that asks what to keep.
      "jodit",
      (element) => {
        const jodit = leftOn(element, ".jodit-container", "component");
        if (!jodit?.s?.insertHTML) return null;
        jodit.s.insertHTML(html);
        return true;
      },
    ],
  ];

  /** @type {Way[]} */
  const ways = [
    ...own,
    // CKEditor 4 and 5, ProseMirror and TipTap, Quill, TinyMCE, Lexical, Draft.js, CodeMirror, Froala, Redactor:
    // an editor that handles pasting itself keeps what it can show, as one undo step.
    ["paste", paste],
    // Trix, Slate
    ["beforeinput", beforeinput],
    // Plain contenteditable, Summernote, Jodit. Never earlier: CKEditor 5 and Lexical return true and do nothing
    // or reorder lines, Draft.js loses the draft.
    ["insertHTML", insertHtml],
    ["insertText", insertText],
  ];
  /** @type {Way[]} */
  const plainWays = [["insertText", insertText]];

  const active = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };

  if (!text.trim()) return failed("empty");
  const element = active();
  if (!element) return failed("no_editor");
  if (isField(element)) return intoField(element);
  if (isEditable(element)) return intoRich(element);
  return failed(element.closest("[contenteditable=false], [aria-readonly=true]") ? "read_only" : "no_editor");
}
