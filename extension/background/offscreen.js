// Runs in Chromium's offscreen document: copies what the background sends, and answers nobody else.
import { ext } from "../shared/ext.js";
import { copyRich } from "./copy-rich.js";

ext.runtime.onMessage.addListener((message, sender, reply) => {
  if (message?.type !== "offscreen_copy" || sender.id !== ext.runtime.id || sender.tab) return false;
  void copyRich(String(message.text), String(message.html)).then(reply);
  return true;
});
