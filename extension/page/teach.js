// Teach mode: the agent points at a message, at the customer's name and at the reply box, once; an adapter for the site is
// made of it, tried on the spot, and kept. With the pointer or with the keyboard alone.
cuecard.define("teach", () => {
  /** @typedef {"message" | "requester" | "editor"} Step */

  /** @type {Step[]} */
  const STEPS = ["message", "requester", "editor"];
  const { say } = cuecard.words;
  const { element } = cuecard.shell;
  const LONGEST_EXCERPT = 160;
  const FIELDS = "textarea, input:not([type]), input[type='text'], [contenteditable]:not([contenteditable='false']), iframe";

  /** @type {ReturnType<CuecardParts["teachPanel"]["open"]> | null} */
  let panel = null;
  let step = 0;
  /** @type {Element | null} */
  let target = null;
  /** @type {Record<Step, Element | null>} */
  let picked = { message: null, requester: null, editor: null };

  /** Begin, or begin anew. */
  function start() {
    panel ??= cuecard.teachPanel.open({ over, pick, key });
    begin();
  }

  function begin() {
    step = 0;
    picked = { message: null, requester: null, editor: null };
    ask();
  }

  function stop() {
    panel?.close();
    panel = null;
    target = null;
  }

  /** @returns {Step | undefined} */
  function now() {
    return STEPS[step];
  }

  /** Say what to point at next; with everything pointed at, try it. */
  function ask() {
    const wanted = now();
    if (!wanted) {
      attempt();
      return;
    }
    target = first(wanted);
    const texts = {
      message: [say("teach_message"), say("teach_message_help")],
      requester: [say("teach_requester"), say("teach_requester_help")],
      editor: [say("teach_editor"), say("teach_editor_help")],
    }[wanted];
    const content = [element("p", {}, texts[0]), element("p", { class: "muted" }, texts[1]), element("p", { class: "muted" }, say("teach_keys"))];
    const skip = { label: say("teach_skip"), act: () => go(null) };
    panel?.show(say("teach_title", String(step + 1), String(STEPS.length)), content, [...(wanted === "message" ? [] : [skip]), { label: say("teach_cancel"), act: stop }], true);
    mark();
  }

  /** @param {number} x @param {number} y */
  function over(x, y) {
    const wanted = now();
    if (!wanted) return;
    target = meant(wanted, under(x, y));
    panel?.mark(target);
  }

  /** @param {number} x @param {number} y @returns {Element | null} the innermost element of the page there */
  function under(x, y) {
    const ours = cuecard.shell.hosts();
    let found = document.elementsFromPoint(x, y).find((one) => !ours.includes(one)) ?? null;
    while (found?.shadowRoot) {
      const inner = found.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  }

  /**
   * @param {Step} wanted
   * @param {Element | null} element
   * @returns {Element | null} what an agent means who points there
   */
  function meant(wanted, element) {
    if (!element || element === document.body || element === document.documentElement) return null;
    if (wanted === "message") return cuecard.teaching.messageAt(element);
    if (wanted === "requester") return element;
    const field = element.closest(FIELDS) ?? element.querySelector(FIELDS);
    return field && (cuecard.editors.isEditor(field) || field.tagName === "IFRAME") ? field : null;
  }

  function pick() {
    const wanted = now();
    if (!wanted) return;
    if (!target) panel?.tell(say("teach_nothing_here"));
    else go(target);
  }

  /** @param {Element | null} chosen */
  function go(chosen) {
    const wanted = now();
    if (wanted) picked[wanted] = chosen;
    step++;
    ask();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was for us
   */
  function key(event) {
    if (event.key === "Escape") {
      stop();
      return true;
    }
    const wanted = now();
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "Enter" && !panel?.isOnButton()) {
      pick();
      return true;
    }
    const moved = { ArrowDown: () => next(wanted, 1), ArrowUp: () => next(wanted, -1), ArrowLeft: outward, ArrowRight: inward }[event.key];
    if (!moved) return false;
    target = moved();
    target?.scrollIntoView({ block: "nearest" });
    mark();
    return true;
  }

  function mark() {
    panel?.mark(target);
    const shown = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target.value || target.placeholder : cuecard.text.line(target);
    if (target) panel?.tell(shown.slice(0, LONGEST_EXCERPT) || say("teach_field"));
  }

  /** @param {Step} wanted @returns {Element[]} what the arrow keys walk through */
  function choices(wanted) {
    if (wanted === "message") return cuecard.messages.find().all();
    if (wanted === "editor") return cuecard.roots.query(FIELDS).filter((one) => meant("editor", one) === one && one.checkVisibility());
    return cuecard.roots.query("*").filter((one) => isName(one));
  }

  /** @param {Element} one */
  function isName(one) {
    if (!one.checkVisibility() || one.closest("script, style, button, select")) return false;
    if (one instanceof HTMLInputElement) return /@|\p{L}{2}\s\p{L}/u.test(one.value);
    const text = cuecard.text.line(one);
    return one.childElementCount === 0 && text.length > 1 && text.length < 60;
  }

  /** @param {Step} wanted @returns {Element | null} the likeliest, to begin with */
  function first(wanted) {
    if (wanted === "editor") return cuecard.editors.best();
    const all = choices(wanted);
    const reading = cuecard.generic.read();
    const from = reading?.messages.findLast(({ from: sender }) => sender === "customer")?.text.split("\n")[0] ?? "";
    if (wanted === "message") return all.findLast((one) => from !== "" && cuecard.text.line(one).includes(from)) ?? all.at(-1) ?? null;
    const name = reading?.customer?.name;
    return all.find((one) => name !== undefined && cuecard.text.line(one) === name && !cuecard.messages.find().all().some((item) => item.contains(one))) ?? all[0] ?? null;
  }

  /** @param {Step} wanted @param {1 | -1} way @returns {Element | null} */
  function next(wanted, way) {
    const all = choices(wanted);
    const at = target ? all.indexOf(target) : -1;
    return all[(at + way + all.length) % all.length] ?? target;
  }

  /** @returns {Element | null} */
  function outward() {
    const up = target?.parentElement;
    return up && up !== document.body ? up : target;
  }

  /** @returns {Element | null} */
  function inward() {
    return [...(target?.children ?? [])].find((child) => child.checkVisibility()) ?? target;
  }

  /** Make the adapter, read the page with it, and show what it gives. */
  function attempt() {
    if (!picked.message) return;
    const adapter = cuecard.teaching.make({ ...picked, message: picked.message });
    const reading = cuecard.declared.read(adapter);
    const messages = reading?.messages ?? [];
    const asked = messages.filter(({ from }) => from === "customer");
    const list = element("dl", {});
    const row = (/** @type {string} */ label, /** @type {string} */ value) => list.append(element("dt", {}, label), element("dd", {}, value));
    row(say("teach_found_messages"), say("teach_found_count", String(messages.length), String(asked.length)));
    row(say("teach_found_newest"), excerpt(asked.at(-1)?.text ?? say("teach_found_nothing")));
    row(say("teach_found_customer"), reading?.customer?.name ?? reading?.customer?.email ?? say("teach_found_nothing"));
    row(say("teach_found_subject"), reading?.subject ?? say("teach_found_nothing"));
    row(say("teach_found_editor"), adapter.editor ? say("teach_found_yes") : say("teach_found_nothing"));
    const good = asked.length > 0;
    const verdict = element("p", { class: good ? "muted" : "warn" }, good ? say("teach_check") : say("teach_failed"));
    const save = { label: say("teach_save"), primary: true, act: () => void keep(adapter) };
    panel?.show(say("teach_result"), [verdict, list], [...(good ? [save] : []), { label: say("teach_again"), act: begin }, { label: say("teach_cancel"), act: stop }], false);
    panel?.tell(say("teach_result"));
  }

  /** @param {import("../shared/adapter.js").Adapter} adapter */
  async function keep(adapter) {
    const kept = await cuecard.send({ type: "page_taught", adapter });
    const content = [element("p", { class: kept?.ok ? "" : "warn" }, say(kept?.ok ? "teach_saved" : "teach_not_saved"))];
    panel?.show(say("teach_done"), content, [{ label: say("teach_close"), primary: true, act: stop }], false);
    panel?.tell(content[0]?.textContent ?? "");
  }

  /** @param {string} text */
  function excerpt(text) {
    return text.length > LONGEST_EXCERPT ? `${text.slice(0, LONGEST_EXCERPT)}…` : text;
  }

  cuecard.signal.addEventListener("abort", stop);
  return { start };
});
