// Who is who on a page that no adapter describes: what a message says about its sender, who asks, who is answering.
cuecard.define("people", () => {
  /** @typedef {import("../shared/messages.js").Sender} Sender */
  /** @typedef {import("../../tests/globals.js").Crowd} Crowd */

  /** Words that developers use for classes and data attributes; the first kind that fits wins. @type {[Sender, string[]][]} */
  const CODE_WORDS = [
    ["note", "note internal private privatenote whisper".split(" ")],
    ["system", "system event activity audit lineitem".split(" ")],
    ["bot", "bot automation automated autoreply chatbot".split(" ")],
    ["customer", "customer requester requestor client visitor enduser submitter incoming inbound received external them guest lead".split(" ")],
    ["agent", "agent staff operator support outgoing outbound sent self me mine own admin representative teammate response".split(" ")],
  ];

  /** Which of these kinds a word is of: elements have few words, and each message is looked at. */
  const KINDS = new Map(CODE_WORDS.flatMap(([, list], kind) => list.map((word) => /** @type {const} */ ([word, kind]))));

  /** What is written beside a name, in the languages that we know; compared without case, as a whole label. @type {[Sender, RegExp][]} */
  const LABELS = [
    ["note", /^(internal( note| comment)?|private( note| comment)?|work notes?( \(.*\))?|arbeitsnotiz(en)?|note|interne? notiz|notiz|intern|nota( interna)?|note interne|یادداشت( داخلی)?|ملاحظة( داخلية)?|notatka( wewnętrzna)?|внутренн(ий комментарий|яя заметка)|заметка|vidin(ė pastaba|is komentaras)|(dahili|iç) not|הערה( פנימית)?|社内(メモ|用)|内部メモ|内部(备注|備註)|(only )?visible (only )?to .*(team|agents|staff)|not visible to .*)$/i],
    ["bot", /^(bot|automatic reply|automation|automatische antwort)$/i],
    ["system", /^(system|event)$/i],
    ["customer", /^(customer|requester|client|end.?user|visitor|contact|submitter|from submitter|kund(e|in)|cliente?|usuario|مشتری|کاربر|العميل|عميل|לקוח|клиент|klient(as)?|müşteri|お客様|顧客|客户|客戶)$/i],
    ["agent", /^(agent|staff|support( team)?|team|operator|to submitter|you|mitarbeiter(in)?|agente|soporte|پشتیبان(ی)?|کارشناس|وكيل|الدعم|נציג|оператор|агент|konsultant|operatorius|temsilci|担当者|オペレーター|客服)$/i],
  ];

  const REQUESTER = /^(requester|requestor|requested by|customer|client|contact|submitter|submitter e-?mail|reported by|reporter|from|sender|kund(e|in)|anfragende(r)?|absender|cliente|solicitante|demandeur|درخواست.?کننده|مشتری|مقدم الطلب|العميل|לקוח|פונה|заявитель|клиент|zgłaszający|klient(as)?|müşteri|talep eden|お客様|依頼者|顧客|客户|客戶|请求者)$/i;
  const AGENT = /^(agent|assignee|assigned to|owner|bearbeiter(in)?|zugewiesen( an)?|zuständig|agente|asignado a|کارشناس|المكلف|الوكيل|נציג|исполнитель|ответственный|przypisan[ey]( do)?|atsakingas|atanan|担当者|负责人|受理人)$/i;
  const LONGEST_LABEL = 60;
  const LABEL_TAGS = "dt, th, label, h2, h3, h4, strong, b, span, td, legend, div[class*='label' i]";
  const NO_LABELS = "svg, select, noscript";
  const EMAIL = /[^\s<>()@,;:"]+@[^\s<>()@,;:"]+\.[^\s<>()@,;:".]+/;
  const ACCOUNT = "[class*='account-name' i], [class*='current-user' i], [class*='currentuser' i], [class*='user-menu' i] [class*='name' i], [class*='profile-name' i], [data-current-user]";

  /**
   * What a message says about its sender by its code.
   *
   * @param {Element} item
   * @returns {Sender | null}
   */
  function byCode(item) {
    let first = CODE_WORDS.length;
    for (const word of cuecard.text.words(item)) first = Math.min(first, KINDS.get(word) ?? first);
    return CODE_WORDS[first]?.[0] ?? null;
  }

  /**
   * @param {string[]} labels  the short texts beside the message
   * @returns {Sender | null}
   */
  function byLabel(labels) {
    for (const [sender, pattern] of LABELS) if (labels.some((label) => pattern.test(label))) return sender;
    return null;
  }

  /** The short texts of the page outside the conversation, as found in this very task. @type {[Element, string][] | null} */
  let labels = null;

  /**
   * @param {Crowd} items  the messages
   * @returns {[Element, string][]}
   */
  function labelsBeside(items) {
    if (labels) return labels;
    const room = cuecard.roots.room();
    const all = room ? cuecard.roots.outside(room, LABEL_TAGS) : items.beside(LABEL_TAGS);
    const short = all.filter(({ childElementCount, textContent }) => childElementCount < 2 && textContent && textContent.length > 1 && textContent.length <= LONGEST_LABEL);
    labels = short.map((element) => [element, cuecard.text.line(element).replace(/[:：*\s]+$/, "")]);
    queueMicrotask(() => { labels = null; });
    return labels;
  }

  /**
   * The value that stands beside a label such as "Requester".
   *
   * @param {RegExp} pattern
   * @param {Crowd} items  the messages
   * @returns {Element | null}
   */
  function beside(pattern, items) {
    for (const [label, text] of labelsBeside(items)) {
      if (!pattern.test(text) || label.closest(NO_LABELS) || !label.checkVisibility()) continue;
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
   * @param {Crowd} items  the messages
   * @returns {{name?: string, email?: string}}
   */
  function requester(items) {
    const found = personIn(beside(REQUESTER, items));
    const link = items.beside("a[href^='mailto:']").find((one) => !one.closest("header, footer, nav"));
    const email = found.email ?? (link ? personIn(link.parentElement).email : undefined);
    return { ...found, ...(email && { email }) };
  }

  /**
   * @param {Crowd} items  the messages
   * @returns {{name?: string}} who is signed in, else to whom the ticket is assigned
   */
  function agent(items) {
    const account = items.beside(ACCOUNT)[0];
    const name = account?.getAttribute("data-current-user") ?? cuecard.text.line(account);
    if (name && name.length > 1 && name.length < 60) return { name };
    const assigned = personIn(beside(AGENT, items)).name;
    return assigned ? { name: assigned } : {};
  }

  return { byCode, byLabel, requester, agent };
});
