// The overlay's frame: it proves with the nonce of its address that the extension mounted it, and shows what it is sent.

import { startSurface } from "./surface.js";

startSurface({ greeting: { type: "hello", nonce: location.hash.slice(1) }, panel: false });
