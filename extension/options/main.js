// The options page: the connection in plain words, pairing, sites, shortcuts, port.

import { byId } from "../shared/dom.js";
import { translate } from "../shared/i18n.js";
import { takeAddress } from "./address.js";
import { startConnection } from "./connection.js";
import { startPairing } from "./pairing.js";
import { startPort } from "./port.js";
import { showShortcuts } from "./shortcuts.js";
import { startSites } from "./sites.js";

translate(document);
const connection = startConnection(byId("connection"), byId("pairing"));
const port = startPort(connection.show);
connection.listen(port.show);
const pairing = startPairing(connection.show);
const sites = startSites();
void showShortcuts(byId("shortcuts"), byId("shortcuts-help"));
addEventListener("focus", () => {
  void sites.refresh();
  void connection.refresh();
});
if (!(await takeAddress({ pair: pairing.pair, enable: sites.enableGranted }))) await connection.check();
