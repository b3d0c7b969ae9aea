// The habits of the editors in unnamed.html.
const of = (id) => document.getElementById(id);
const data = (event, kind) => event.clipboardData.getData(kind);

/** Acts on single events only and draws what its model says; whatever else changes the page is put back. */
function ownModel(element) {
  const lines = ["one two three"];
  const draw = () => {
    element.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    getSelection().selectAllChildren(element.lastChild);
    getSelection().collapseToEnd();
  };
  const watch = new MutationObserver(() => {
    if ([...element.children].map((line) => line.textContent).join("\n") !== lines.join("\n")) drawUnseen();
  });
  const drawUnseen = () => {
    watch.disconnect();
    draw();
    watch.observe(element, { childList: true, characterData: true, subtree: true });
  };
  element.addEventListener("paste", (event) => event.preventDefault());
  element.addEventListener("beforeinput", (event) => {
    event.preventDefault();
    if (event.inputType === "insertText") lines[lines.length - 1] += event.data;
    if (event.inputType === "insertParagraph") lines.push("");
    drawUnseen();
  });
  element.addEventListener("focus", drawUnseen);
  drawUnseen();
}

ownModel(of("own-model"));

of("slow").addEventListener("paste", (event) => {
  event.preventDefault();
  const html = data(event, "text/html");
  setTimeout(() => document.execCommand("insertHTML", false, html), 450);
});

of("smart").addEventListener("paste", (event) => {
  event.preventDefault();
  const nicer = data(event, "text/plain").replace(/^- /gm, "• ").replace(/"([^"]*)"/g, "“$1”").replace(/ - /g, " – ");
  document.execCommand("insertText", false, nicer);
});

of("text-only").addEventListener("paste", (event) => {
  event.preventDefault();
  document.execCommand("insertText", false, data(event, "text/plain"));
});

of("distrustful").addEventListener("paste", (event) => {
  if (!event.isTrusted) event.stopImmediatePropagation();
});

of("unlinking").addEventListener("paste", (event) => {
  event.preventDefault();
  document.execCommand("insertHTML", false, data(event, "text/html").replace(/<\/?a\b[^>]*>/g, ""));
});

const kept = of("stubborn").textContent;
new MutationObserver(() => {
  if (of("stubborn").textContent !== kept) of("stubborn").textContent = kept;
}).observe(of("stubborn"), { childList: true, characterData: true, subtree: true });

// Every paragraph is an editor of its own; what is pasted becomes new ones behind it.
of("blocks").firstElementChild.addEventListener("paste", (event) => {
  event.preventDefault();
  const { children } = new DOMParser().parseFromString(data(event, "text/html"), "text/html").body;
  for (const block of children) block.contentEditable = "true";
  setTimeout(() => of("blocks").append(...children), 50);
});

// What is sent is a copy that is made when a key goes up.
of("copying").addEventListener("keyup", () => (of("copy").value = of("copying").innerText));

// Has its server clean what is pasted, which takes longer than any other editor needs.
of("asking").addEventListener("paste", (event) => {
  event.preventDefault();
  const html = data(event, "text/html");
  setTimeout(() => document.execCommand("insertHTML", false, html), 1500);
});

// Writes addresses as the browser reads them.
of("tidying").addEventListener("paste", (event) => {
  event.preventDefault();
  const { body } = new DOMParser().parseFromString(data(event, "text/html"), "text/html");
  for (const link of body.querySelectorAll("a")) link.href = new URL(link.href).href;
  document.execCommand("insertHTML", false, body.innerHTML);
});

// Makes nicer dashes of plain ones.
of("typographic").addEventListener("input", ({ target }) => {
  target.value = target.value.replaceAll("- ", "– ");
});

// Draws on a canvas what its field is given, and empties the field.
const drawn = [];
of("drawing").firstElementChild.addEventListener("input", ({ target }) => {
  drawn.push(target.value);
  target.value = "";
});
globalThis.drawn = drawn;
