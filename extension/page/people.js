// Who is who on a page that no adapter describes: what a message says about its sender, who asks, who is answering.
cuecard.define("people", () => {
  /** @typedef {import("../shared/messages.js").Sender} Sender */

  /** Words that developers use for classes and data attributes; the first kind that fits wins. @type {[Sender, string][]} */
  const CODE_WORDS = [
    ["note", "note internal private privatenote whisper"],
    ["system", "system event activity audit lineitem"],
    ["bot", "bot automation automated autoreply chatbot"],
    ["customer", "customer requester requestor client visitor enduser submitter incoming inbound received external them guest lead"],
    ["agent", "agent staff operator support outgoing outbound sent self me mine own admin representative teammate response"],
  ];

  /** What is written beside a name, in the languages that we know; compared without case, as a whole label. @type {[Sender, RegExp][]} */
  const LABELS = [
    ["note", /^(internal( note| comment)?|private( note| comment)?|work notes?( \(.*\))?|arbeitsnotiz(en)?|note|interne? notiz|notiz|intern|nota( interna)?|note interne|یادداشت( داخلی)?|ملاحظة( داخلية)?)$/i],
    ["bot", /^(bot|automatic reply|automation|automatische antwort)$/i],
    ["system", /^(system|event)$/i],
    ["customer", /^(customer|requester|client|end.?user|visitor|contact|submitter|from submitter|kund(e|in)|cliente?|usuario|مشتری|کاربر|العميل|عميل|لقوح)$/i],
    ["agent", /^(agent|staff|support( team)?|team|operator|to submitter|you|mitarbeiter(in)?|agente|soporte|پشتیبان(ی)?|کارشناس|وكيل|الدعم)$/i],
  ];

  const REQUESTER = /^(requester|requestor|requested by|customer|client|contact|submitter|submitter e-?mail|reported by|reporter|from|sender|kund(e|in)|anfragende(r)?|absender|cliente|solicitante|demandeur|درخواست.?کننده|مشتری|مقدم الطلب|العميل)$/i;
  const AGENT = /^(agent|assignee|assigned to|owner|bearbeiter(in)?|zugewiesen( an)?|zuständig|agente|asignado a|کارشناس|المكلف|الوكيل)$/i;
  const LONGEST_LABEL = 60;
  const LABEL_TAGS = new Set("DT TH LABEL H2 H3 H4 STRONG B SPAN TD LEGEND".split(" "));
  const NO_LABELS = new Set("SCRIPT STYLE SVG SELECT TEMPLATE NOSCRIPT".split(" "));
  /** One reading asks for several labels; nothing on the page changes meanwhile. */
  const READING_MS = 20;
  const EMAIL = /[^\s<>()@,;:"]+@[^\s<>()@,;:"]+\.[^\s<>()@,;:".]+/;
  const ACCOUNT = "[class*='account-name' i], [class*='current-user' i], [class*='currentuser' i], [class*='user-menu' i] [class*='name' i], [class*='profile-name' i], [data-current-user]";

  /**
   * What a message says about its sender by its code.
   *
   * @param {Element} item
   * @returns {Sender | null}
   */
  function byCode(item) {
    const words = cuecard.text.words(item);
    return CODE_WORDS.find(([, list]) => list.split(" ").some((word) => words.has(word)))?.[0] ?? null;
  }

  /**
   * @param {string[]} labels  the short texts beside the message
   * @returns {Sender | null}
   */
  function byLabel(labels) {
    for (const [sender, pattern] of LABELS) if (labels.some((label) => pattern.test(label))) return sender;
    return null;
  }

  /** The short texts of the page outside the conversation, looked up once for each reading. @type {{at: number, found: [Element, string][]}} */
  let labels = { at: -Infinity, found: [] };

  /** @returns {[Element, string][]} */
  function labelsBeside() {
    if (performance.now() - labels.at < READING_MS) return labels.found;
    const room = cuecard.roots.room();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT, (node) => {
      const element = /** @type {Element} */ (node);
      if (element === room || NO_LABELS.has(element.tagName)) return NodeFilter.FILTER_REJECT;
      return element.childElementCount < 2 && isLabel(element) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    });
    /** @type {[Element, string][]} */
    const found = [];
    while (walker.nextNode()) {
      const element = /** @type {Element} */ (walker.currentNode);
      const text = element.textContent ?? "";
      if (text.length > 1 && text.length <= LONGEST_LABEL) found.push([element, cuecard.text.line(element).replace(/[:：*\s]+$/, "")]);
    }
    labels = { at: performance.now(), found };
    return found;
  }

  /** @param {Element} element */
  function isLabel(element) {
    return LABEL_TAGS.has(element.tagName) || (element.tagName === "DIV" && /label/i.test(element.className));
  }

  /**
   * The value that stands beside a label such as "Requester".
   *
   * @param {RegExp} pattern
   * @param {Element[]} except  where not to look
   * @returns {Element | null}
   */
  function beside(pattern, except) {
    for (const [label, text] of labelsBeside()) {
      if (!pattern.test(text) || except.some((part) => part.contains(label)) || !label.checkVisibility()) continue;
      const value = /** @type {HTMLLabelElement} */ (label).control ?? label.nextElementSibling ?? label.parentElement?.nextElementSibling;
      if (value && (cuecard.text.line(value) || valueOf(value))) return value;
    }
    return null;
  }

  /** @param {Element} element */
  function valueOf(element) {
    const field = element.matches("input") ? element : element.querySelector("input:not([type='hidden'])");
    return field instanceof HTMLInputElement ? field.value : "";
  }

  /**
   * @param {Element | null} element
   * @returns {{name?: string, email?: string}}
   */
  function personIn(element) {
    if (!element) return {};
    const link = element.querySelector("a[href^='mailto:']");
    const text = valueOf(element) || cuecard.text.read(element);
    const email = EMAIL.exec(text)?.[0] ?? (link && decodeURIComponent(link.getAttribute("href")?.slice(7).split("?")[0] ?? ""));
    // Lines that only one or two letters stand in are pictures of a person.
    const lines = text.split("\n").map((one) => one.replace(EMAIL, "").replace(/[<>()"]/g, "").trim());
    const name = lines.find((one) => one.length > 2 && one.length < 60 && !/[:@]/.test(one));
    return { ...(name && { name }), ...(email && { email }) };
  }

  /**
   * @param {Element[]} items  the messages
   * @returns {{name?: string, email?: string}}
   */
  function requester(items) {
    const found = personIn(beside(REQUESTER, items));
    const links = [...document.querySelectorAll("a[href^='mailto:']")];
    const link = links.find((one) => !one.closest("header, footer, nav") && !items.some((item) => item.contains(one)));
    const email = found.email ?? (link ? personIn(link.parentElement).email : undefined);
    return { ...found, ...(email && { email }) };
  }

  /**
   * @param {Element[]} items  the messages
   * @returns {{name?: string}} who is signed in, else to whom the ticket is assigned
   */
  function agent(items) {
    const account = [...document.querySelectorAll(ACCOUNT)].find((one) => !items.some((item) => item.contains(one)));
    const name = account?.getAttribute("data-current-user") ?? cuecard.text.line(account);
    if (name && name.length > 1 && name.length < 60) return { name };
    const assigned = personIn(beside(AGENT, items)).name;
    return assigned ? { name: assigned } : {};
  }

  return { byCode, byLabel, requester, agent };
});
