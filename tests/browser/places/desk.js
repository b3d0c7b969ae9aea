// A helpdesk that shows its tickets in one page, as most do now, with a menu and a dialog of its own.
const tickets = {
  1: ["Tom Ruiz", "The jacket does not fit, I want to send it back please.", "How do I get my money back?"],
  2: ["Ada Brennan", "The link to reset my password has expired.", "Please send me a new one."],
};

/** @param {number} number */
function show(number) {
  const [name, ...texts] = tickets[number];
  const messages = texts.map((text, index) => {
    const article = document.createElement("article");
    article.className = "message";
    const author = document.createElement("b");
    author.className = "author";
    author.textContent = name;
    const time = document.createElement("time");
    time.dateTime = `2026-01-3${index}T09:00:00Z`;
    time.textContent = "today";
    const said = document.createElement("p");
    said.textContent = text;
    article.append(author, " ", time, said);
    return article;
  });
  document.querySelector("#log").replaceChildren(...messages);
}

/** @param {number} number */
function go(number) {
  history.pushState({}, "", `?ticket=${number}`);
  show(number);
}

const menu = document.querySelector(".menu");
document.querySelector("#first").addEventListener("click", () => go(1));
document.querySelector("#second").addEventListener("click", () => go(2));
document.querySelector("#menu").addEventListener("click", () => { menu.hidden = !menu.hidden; });
document.querySelector("#dialog").addEventListener("click", () => document.querySelector("dialog").showModal());
document.body.classList.toggle("dark", location.hash === "#dark");
show(1);
