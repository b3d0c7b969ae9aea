// A workspace as big helpdesks have it: tickets stay in the page, one is shown; addresses change without a load; messages
// arrive; long conversations keep a part in the page. The tests call what is on `desk`.
const TOPICS = {
  refund: ["Wrong size", "The jacket does not fit. How can I send it back and get my money?"],
  reset: ["Cannot sign in", "The password reset link in the mail says that it has expired."],
  chess: ["Chess", "When does the regional chess tournament take place in Lyon?"],
};
const panes = document.getElementById("panes");

/** When the newest message came into the page. */
let at = 0;

function article(who, role, text) {
  const made = document.createElement("article");
  made.className = `message from-${role}`;
  made.dataset.role = role;
  const head = document.createElement("header");
  head.append(Object.assign(document.createElement("b"), { textContent: who }), " ", Object.assign(document.createElement("time"), { dateTime: new Date().toISOString(), textContent: "now" }));
  const body = document.createElement("div");
  body.className = "message-body";
  body.append(Object.assign(document.createElement("p"), { textContent: text }));
  made.append(head, body);
  return made;
}

function pane(id, topic) {
  const [subject, question] = TOPICS[topic];
  const made = document.createElement("section");
  made.className = "pane";
  made.id = `pane-${id}`;
  const log = Object.assign(document.createElement("div"), { className: "log" });
  log.append(article(`Customer ${id}`, "customer", question));
  const reply = Object.assign(document.createElement("textarea"), { rows: 4, cols: 80, name: "reply" });
  made.append(Object.assign(document.createElement("h1"), { textContent: subject }), log, reply);
  return made;
}

function show(id) {
  for (const one of panes.children) one.classList.toggle("is-open", one.id === `pane-${id}`);
  at = performance.now();
}

const desk = {
  at: () => at,
  /** Open a ticket; those opened before stay in the page, hidden. */
  open(id, topic, path = `/tickets/${id}`) {
    if (path) history.pushState({}, "", path);
    if (!document.getElementById(`pane-${id}`)) panes.append(pane(id, topic));
    show(id);
  },
  /** Go to another ticket: the address first, what it shows later, in the same place. */
  async go(id, topic, pause) {
    history.pushState({}, "", `/tickets/${id}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
    panes.replaceChildren(pane(id, topic));
    show(id);
  },
  /** A message arrives, as in a chat. */
  say(id, role, text) {
    document.querySelector(`#pane-${id} .log`).append(article(role === "customer" ? `Customer ${id}` : "Agent", role, text));
    at = performance.now();
  },
  /** A conversation of so many messages, all in the page. */
  long(id, topic, count) {
    panes.replaceChildren();
    desk.open(id, topic);
    const log = document.querySelector(`#pane-${id} .log`);
    const [first] = log.children;
    for (let each = 0; each < count - 1; each++) log.insertBefore(article(each % 2 ? "Agent" : `Customer ${id}`, each % 2 ? "agent" : "customer", `Message number ${each} about something else. ${"More words follow. ".repeat(12)}`), first);
  },
  /** Scroll a list that keeps three messages in the page, wherever it stands. */
  scroll(id, texts, from) {
    const log = document.querySelector(`#pane-${id} .log`);
    log.classList.add("virtual");
    log.replaceChildren(
      Object.assign(document.createElement("div"), { className: "spacer" }),
      ...texts.slice(from, from + 3).map((text, row) => {
        const made = article(`Customer ${id}`, "customer", text);
        made.style.top = `${(from + row) * 110}px`;
        return made;
      }),
    );
    log.scrollTop = from * 110;
    at = performance.now();
  },
  counter(text) {
    const footer = document.getElementById("counter") ?? document.body.appendChild(Object.assign(document.createElement("footer"), { id: "counter" }));
    footer.replaceChildren(text);
  },
};
globalThis.desk = desk;
