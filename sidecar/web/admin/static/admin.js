// What the pages do beyond links and forms: parts that change are exchanged, frames fit their content, selections
// show what can be done with them. Everything works without, only less smoothly.

/** Exchange every live part whose markup differs, unless the keyboard focus or an open menu is inside it. */
async function refresh() {
  const alarm = document.getElementById("connection");
  try {
    const response = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (!response.ok) {
      location.reload();
      return;
    }
    const news = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = news.getElementById(part.id);
      if (fresh && !part.contains(document.activeElement) && part.outerHTML !== fresh.outerHTML) {
        part.replaceWith(document.adoptNode(fresh));
      }
    }
    if (alarm) alarm.hidden = true;
    const again = news.body.dataset["refresh"];
    if (again) setTimeout(refresh, Number(again));
  } catch {
    if (alarm) alarm.hidden = false;
    setTimeout(refresh, 2000);
  }
  tick();
}

/** Write how long the pairing code is still valid. */
function tick() {
  const clock = /** @type {HTMLElement | null} */ (document.querySelector("[data-seconds]"));
  if (!clock) return;
  const left = Math.max(0, Number(clock.dataset["seconds"]));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.textContent = (clock.dataset["text"] ?? "%").replace("%", time);
}

/**
 * Give a frame the height of what is in it; it comes from this server and runs no scripts.
 *
 * @param {HTMLIFrameElement} frame
 */
function fit(frame) {
  const inside = frame.contentDocument?.body;
  if (inside) frame.style.blockSize = `${Math.min(Math.ceil(inside.getBoundingClientRect().height) + 4, 900)}px`;
}

/**
 * Show what can be done with the selected answers while some are.
 *
 * @param {HTMLFormElement} form
 */
function countSelected(form) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = form.querySelectorAll("input[name=answer]");
  const chosen = [...boxes].filter((box) => box.checked).length;
  for (const button of form.querySelectorAll("[data-bulk] button")) {
    /** @type {HTMLButtonElement} */ (button).disabled = chosen === 0;
  }
  const all = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-all]"));
  if (!all) return;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

/**
 * Show of a list only what has the words that were typed.
 *
 * @param {HTMLInputElement} input
 */
function filter(input) {
  const list = document.getElementById(input.dataset["filters"] ?? "");
  if (!list) return;
  const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of /** @type {Iterable<HTMLElement>} */ (list.children)) {
    const text = (item.textContent ?? "").toLocaleLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  const none = document.getElementById(`${list.id}-none`);
  if (none) none.hidden = shown > 0;
}

/** Prepare what is on the page, or was just put there. */
function prepare() {
  for (const part of document.querySelectorAll("[data-needs-script]")) /** @type {HTMLElement} */ (part).hidden = false;
  for (const form of document.querySelectorAll("form[data-selecting]")) {
    countSelected(/** @type {HTMLFormElement} */ (form));
  }
  for (const element of document.querySelectorAll("iframe.content")) {
    const frame = /** @type {HTMLIFrameElement} */ (element);
    frame.addEventListener("load", () => fit(frame));
    fit(frame);
  }
}

/**
 * Show what is typed in a new frame each time: going back leads to the page before, not to the preview before.
 *
 * @param {SubmitEvent} event
 */
function preview({ submitter }) {
  const old = submitter instanceof HTMLButtonElement && document.querySelector(`iframe[name="${submitter.formTarget}"]`);
  if (!old || submitter.formTarget === "") return;
  const fresh = /** @type {HTMLIFrameElement} */ (old.cloneNode());
  fresh.removeAttribute("src");
  old.replaceWith(fresh);
  fresh.addEventListener("load", () => {
    fit(fresh);
    const note = document.getElementById("previewed");
    if (note) note.textContent = note.dataset["text"] ?? "";
  });
}

document.addEventListener("submit", preview);
document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  const form = /** @type {HTMLFormElement | null} */ (target.closest("form[data-selecting]"));
  if (!form) return;
  if (target.matches("[data-all]")) {
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = form.querySelectorAll("input[name=answer]");
    for (const box of boxes) box.checked = target.checked;
  }
  countSelected(form);
});
document.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement && target.dataset["filters"]) filter(target);
});
document.addEventListener("htmx:afterSettle", prepare);

// A search that was typed is in the address: going back, or loading the page anew, finds it again.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, pathInfo } = /** @type {CustomEvent} */ (event).detail;
  if (successful && elt instanceof HTMLFormElement && elt.classList.contains("searching")) {
    const address = new URL(pathInfo.finalRequestPath, location.href);
    for (const [name, value] of [...address.searchParams]) if (value === "") address.searchParams.delete(name);
    history.replaceState(null, "", address);
  }
});

setInterval(() => {
  const clock = /** @type {HTMLElement | null} */ (document.querySelector("[data-seconds]"));
  if (clock) clock.dataset["seconds"] = String(Number(clock.dataset["seconds"]) - 1);
  tick();
}, 1000);

prepare();
tick();
const every = document.body.dataset["refresh"];
if (every) setTimeout(refresh, Number(every));
