// Copies text and HTML in a document that is not shown. The asynchronous clipboard wants the focus, which such a
// document never has in Chromium; the older command needs none.

/**
 * @param {string} text
 * @param {string} html
 * @returns {Promise<boolean>}
 */
export async function copyRich(text, html) {
  return copyByCommand(text, html) || copyByApi(text, html);
}

/**
 * @param {string} text
 * @param {string} html
 * @returns {boolean}
 */
function copyByCommand(text, html) {
  let copied = false;
  const area = document.createElement("textarea");
  area.value = text || " ";
  document.body.append(area);
  area.select();
  document.addEventListener(
    "copy",
    (event) => {
      event.clipboardData?.setData("text/plain", text);
      event.clipboardData?.setData("text/html", html);
      event.preventDefault();
      copied = true;
    },
    { once: true },
  );
  const done = document.execCommand("copy");
  area.remove();
  return done && copied;
}

/**
 * @param {string} text
 * @param {string} html
 * @returns {Promise<boolean>}
 */
async function copyByApi(text, html) {
  const parts = { "text/plain": text, "text/html": html };
  const blobs = Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]).then(
    () => true,
    () => false,
  );
}
