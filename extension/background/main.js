// The background: the only part of Cuecard that speaks to the sidecar. Every listener is registered here, at the top
// level and at once, so that an event can wake a background that was put to sleep; what needs stored state waits for
// `ready`. What must survive such a sleep lies in storage.session, never in a variable alone.
import { ext } from "../shared/ext.js";
import { enableFromToolbar, showOnToolbar } from "./action.js";
import { runCommand } from "./commands.js";
import { ready } from "./gate.js";
import { leave, leaveIfElsewhere } from "./leaving.js";
import { takeMessage } from "./router.js";
import { resumeSites, syncSites } from "./site-permissions.js";
import { connectSurface } from "./surfaces.js";
import { welcome } from "./welcome.js";

ext.runtime.onMessage.addListener((message, sender, reply) => {
  const answer = takeMessage(message, sender);
  if (!answer) return false;
  answer.then(reply, () => reply(undefined));
  return true;
});
ext.runtime.onConnect.addListener(connectSurface);
ext.commands.onCommand.addListener((command, tab) => void runCommand(command, tab));
ext.action.onClicked.addListener((tab) => void enableFromToolbar(tab));
ext.permissions.onAdded.addListener(() => void ready().then(syncSites));
ext.permissions.onRemoved.addListener(() => void ready().then(syncSites));
ext.storage.onChanged.addListener((_changes, area) => {
  if (area === "managed") void ready().then(syncSites);
});
ext.tabs.onRemoved.addListener((tab) => void leave(tab));
ext.tabs.onUpdated.addListener((tab, change) => {
  if (change.status === "loading") void leaveIfElsewhere(tab);
  if (change.status) void showOnToolbar(tab);
});
ext.tabs.onActivated.addListener(({ tabId }) => void showOnToolbar(tabId));
ext.runtime.onInstalled.addListener((details) => {
  void ready().then(resumeSites);
  // Firefox says so of an add-on that a developer loads for a moment.
  const temporary = "temporary" in details && details.temporary === true;
  if (details.reason === "install" && !temporary) void ready().then(welcome);
});
ext.runtime.onStartup.addListener(() => void ready().then(resumeSites));
