// Puts the texts of one language into a page, whatever the language of the browser.
globalThis.speak = (language, texts) => {
  const { i18n } = globalThis.chrome;
  i18n.getUILanguage = () => language;
  i18n.getMessage = (key, values = []) => (texts[key]?.message ?? "").replaceAll(/\$(\d)/g, (_, place) => [values].flat()[place - 1] ?? "");
};
