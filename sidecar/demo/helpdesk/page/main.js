// Ridgeline Desk: a single-page helpdesk. The address says which ticket is shown; the rest follows from it.

import { listTickets, showTicket } from "./api.js";
import { h, initials } from "./dom.js";
import { drawInbox } from "./inbox.js";
import { drawDetails, drawTicket } from "./ticket.js";

const main = find("main.ticket");
const details = find("aside.details");
let shown = 0;

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
function find(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}

async function show() {
  const turn = ++shown;
  const id = /^\/tickets\/([^/]+)$/u.exec(location.pathname)?.[1];
  document.body.classList.toggle("has-ticket", Boolean(id));
  for (const link of document.querySelectorAll(".inbox-list a")) {
    if (link.getAttribute("href") === location.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!id) {
    document.title = "Inbox - Ridgeline Desk";
    main.replaceChildren(h("p.empty", {}, "Choose a ticket from the inbox."));
    details.hidden = true;
    return;
  }
  try {
    const ticket = await showTicket(id);
    // Another ticket was chosen while this one was on its way.
    if (turn !== shown) return;
    document.title = `#${ticket.id} ${ticket.subject} - Ridgeline Desk`;
    drawTicket(main, ticket, refresh);
    drawDetails(details, ticket);
  } catch (error) {
    main.replaceChildren(h("p.empty", { role: "alert" }, `This ticket could not be opened. ${error}`));
  }
}

async function refresh() {
  const { agent, tickets } = await listTickets();
  find(".account-name").textContent = agent;
  find(".account .avatar").textContent = initials(agent);
  find(".inbox-count").textContent = `${tickets.filter((one) => !one.answered).length} open`;
  drawInbox(find(".inbox-list"), tickets);
  await show();
}

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.origin !== location.origin || link.closest(".message-body, .editor")) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  void show();
});
addEventListener("popstate", () => void show());

await refresh();
