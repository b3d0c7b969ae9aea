// Puts an answer into the editor that has the focus. The one function that runs in the page's own world: the
// background hands it to scripting.executeScript({world: "MAIN"}) for the editor's frame, so it must be
// self-contained. Inserting goes by kind of editor, never by helpdesk: `editors` is the ordered list, and for rich
// editors `ways`; both stand at the end. What a page does with it can at worst spoil this one insertion.

/**
 * How an insertion ended.
 *
 * `code` says why not: `empty`, `no_editor`, `disabled`, `read_only`, `too_long` (maxlength; nothing was changed),
 * `not_taken` (nothing arrived), `partial` (some of it arrived), `draft_changed` (it arrived, but the text around it
 * did not stay), `reverted` (the page took it out again). With `ok` it may be `links_lost`: the editor stripped an
 * address that is not visible in the text either.
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
 * @returns {Promise<Inserted>}
 */
export async function insertAnswer(text, html) {
  /** Longest wait, ms: for an editor that took the event, for one that did not, and before the second look. */
  const PATIENCE = { taken: 500, ignored: 60, second: 40 };
  /** @type {string[]} */
  const trace = [];

  /** @param {number} ms */
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** @param {string} code @param {string} [via] @returns {Inserted} */
  const failed = (code, via) => ({ ok: false, ...(via && { via }), code, trace });

  // ---- Comparing text: white space, fillers and emoji (some editors draw them as images) do not count. ----

  /** @param {string} value */
  const bare = (value) =>
    value.normalize("NFC").replace(/[\s\u00ad\u200b-\u200d\u2060\ufe0f\ufeff]|\p{Extended_Pictographic}/gu, "");

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
   * Whether `rest` is `draft`, short of at most one run of `replaced` characters (the selection).
   * @param {string} draft @param {string} rest @param {number} replaced
   */
  const keptDraft = (draft, rest, replaced) => {
    const gone = draft.length - rest.length;
    if (gone < 0 || gone > replaced) return false;
    let same = 0;
    while (same < rest.length && rest[same] === draft[same]) same += 1;
    let tail = 0;
    while (tail < rest.length - same && rest[rest.length - 1 - tail] === draft[draft.length - 1 - tail]) tail += 1;
    return same + tail === rest.length;
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
      if (stayed) return { ok: true, via, trace };
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
    return bare(all);
  };

  /** @param {HTMLElement} root  the text that the insertion replaces; null if the browser does not tell */
  const selectedIn = (root) => {
    const owner = root.getRootNode();
    const selection = "getSelection" in owner ? /** @type {Document} */ (owner).getSelection() : document.getSelection();
    if (!selection?.rangeCount || !root.contains(selection.anchorNode)) return null;
    return bare(selection.getRangeAt(0).toString());
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
    const options = { bubbles: true, cancelable: true, composed: true };
    return !element.dispatchEvent(
      carrying(
        (clipboardData) => new ClipboardEvent("paste", { ...options, clipboardData }),
        (event) => event.clipboardData,
      ),
    );
  };

  /** @param {HTMLElement} element  whether the editor took the event */
  const beforeinput = (element) => {
    const options = { bubbles: true, cancelable: true, composed: true, inputType: "insertFromPaste" };
    return !element.dispatchEvent(
      carrying(
        (dataTransfer) => new InputEvent("beforeinput", { ...options, dataTransfer }),
        (event) => event.dataTransfer,
      ),
    );
  };

  /** Where Trusted Types forbid HTML, the plain form is better than nothing. */
  const insertHtml = () => {
    try {
      document.execCommand("insertHTML", false, html);
    } catch {
      document.execCommand("insertText", false, text);
    }
    return false;
  };

  const insertText = () => {
    document.execCommand("insertText", false, text);
    return false;
  };

  /** @param {HTMLElement} root  whether an address went missing that the text does not show */
  const lostLinks = (root) => {
    const shown = root.textContent ?? "";
    const kept = new Set([...root.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")));
    const wanted = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/gi)].map((match) => shownBy(match[1] ?? ""));
    return wanted.some((href) => !kept.has(href) && !shown.includes(href));
  };

  /** @param {HTMLElement} element @returns {Promise<Inserted>} */
  const intoRich = async (element) => {
    const root = rootOf(element);
    if (root.closest("[aria-readonly=true], [aria-disabled=true]")) return failed("read_only");
    const forms = [...new Set([bare(shownBy(html)), bare(text)])];
    const draft = draftIn(root);
    const selected = selectedIn(root);
    const replaced = selected?.length ?? draft.length;

    /** @returns {"whole" | "draft_changed" | "nothing" | "part"} */
    const look = () => {
      const now = draftIn(root);
      const form = forms.find((each) => count(now, each) > count(draft, each));
      if (form) {
        // Another copy of the answer may stand before it: one removal that leaves the draft is enough.
        for (let at = now.indexOf(form); at >= 0; at = now.indexOf(form, at + 1)) {
          if (keptDraft(draft, now.slice(0, at) + now.slice(at + form.length), replaced)) return "whole";
        }
        return "draft_changed";
      }
      if (now === draft && selected && forms.includes(selected)) return "whole";
      return now.length > draft.length - replaced && now !== draft ? "part" : "nothing";
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

    for (const [via, run] of root.contentEditable === "plaintext-only" ? plainWays : ways) {
      const taken = run(element);
      let state = await settle(taken ? PATIENCE.taken : PATIENCE.ignored);
      trace.push(`${via}${taken ? "+" : ""}:${state}`);
      if (state === "nothing") continue;
      if (state === "part") return failed("partial", via);
      await wait(PATIENCE.second);
      state = look();
      if (state === "nothing" || state === "part") return failed("reverted", via);
      if (state === "draft_changed") return failed(state, via);
      return { ok: true, via, ...(lostLinks(root) && { code: "links_lost" }), trace };
    }
    return failed("not_taken");
  };

  // ---- The lists. A way is tried only if the one before it left nothing at all: a second try would double. ----

  /** @type {[string, (element: HTMLElement) => boolean][]} */
  const ways = [
    // CKEditor 4 and 5, ProseMirror and TipTap, Quill, TinyMCE, Lexical, Draft.js, CodeMirror, Froala, Redactor:
    // an editor that handles pasting itself keeps what it can show, as one undo step.
    ["paste", paste],
    // Trix, Slate
    ["beforeinput", beforeinput],
    // Plain contenteditable, Summernote, Jodit. Never earlier: CKEditor 5 and Lexical return true and do nothing
    // or reorder lines, Draft.js loses the draft.
    ["insertHTML", insertHtml],
  ];
  /** @type {[string, (element: HTMLElement) => boolean][]} */
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
