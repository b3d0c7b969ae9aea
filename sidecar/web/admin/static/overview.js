// Keeps the overview up to date: fetches the page anew every two seconds and exchanges the parts that changed.

const EVERY_MS = 2000;

/** Exchange every live part whose markup differs, unless the keyboard focus is inside it. */
async function refresh() {
  const alarm = document.getElementById("connection");
  try {
    const response = await fetch("/", { cache: "no-store" });
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
  } catch {
    if (alarm) alarm.hidden = false;
  }
  tick();
}

/** Write how long the pairing code is still valid. */
function tick() {
  const clock = /** @type {HTMLElement | null} */ (document.querySelector("[data-seconds]"));
  if (!clock) return;
  const left = Math.max(0, Number(clock.dataset.seconds));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.textContent = (clock.dataset.text ?? "%").replace("%", time);
}

setInterval(() => {
  const clock = /** @type {HTMLElement | null} */ (document.querySelector("[data-seconds]"));
  if (clock) clock.dataset.seconds = String(Number(clock.dataset.seconds) - 1);
  tick();
}, 1000);

document.addEventListener("click", async (event) => {
  const target = event.target instanceof Element ? event.target.closest("button[data-post]") : null;
  const button = /** @type {HTMLButtonElement | null} */ (target);
  if (!button) return;
  button.disabled = true;
  try {
    await fetch(button.dataset.post ?? "", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
  } finally {
    button.disabled = false;
    button.blur();
    await refresh();
  }
});

tick();
setInterval(refresh, EVERY_MS);
