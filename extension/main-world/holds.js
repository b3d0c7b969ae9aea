// Asks the editor that has the focus what it can hold. It runs in the page's own world like insert.js, so it must be
// self-contained, too. Only engines that say so are asked; of all others nothing is known.

/**
 * What an editor can hold: ProseMirror says it by the rules of its schema, Lexical by its nodes. Rich editors have a plain
 * mode or a plain neighbour (comments, chats) on the same engine, which drops what it does not know without a word.
 *
 * @returns {{links: boolean, lists: boolean} | null} null if the editor does not say
 */
export function editorHolds() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  while (element?.parentElement?.isContentEditable) element = element.parentElement;

  const schema = /** @type {any} */ (element)?.pmViewDesc?.node?.type.schema;
  const nodes = /** @type {any} */ (element)?.__lexicalEditor?._nodes;
  if (!schema && !(nodes instanceof Map)) return null;
  // What no HTML becomes is there for the editor's own use, such as the colours of Markdown.
  const known = Object.entries({ ...schema?.marks, ...schema?.nodes }).filter(([, { spec }]) => spec.parseDOM?.length);
  const names = [...known.map(([name]) => name), ...(nodes?.keys() ?? [])];
  const tags = known.flatMap(([, { spec }]) => spec.parseDOM).map(({ tag }) => String(tag));
  return {
    links: names.includes("link") || tags.some((tag) => /^a\b/.test(tag)),
    lists: names.some((name) => /list_?item/i.test(name)) || tags.some((tag) => /^li\b/.test(tag)),
  };
}
