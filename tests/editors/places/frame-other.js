// The editor belongs to another site; what it holds, it tells.
import { reply } from "./editor.js";

const frame = document.createElement("iframe");
frame.src = `${new URLSearchParams(location.search).get("other")}/places/inside.html`;
frame.style.cssText = "width: 660px; height: 200px";
reply().append(frame);
let held = { value: "", html: "" };
addEventListener("message", ({ data }) => (held = data));
globalThis.underTest = {
  value: () => held.value,
  html: () => held.html,
  spot: () => {
    frame.scrollIntoView();
    const { x, y } = frame.getBoundingClientRect();
    return [x + 40, y + 40];
  },
};
