// Replaces the one thing an overlay on a test page lacks: the background at the other end of its Port.
globalThis.fakePort = {
  sent: [],
  receivers: [],
  disconnects: [],
  receive(message) {
    for (const receiver of [...this.receivers]) receiver(message);
  },
  disconnect() {
    this.receivers = [];
    for (const lost of this.disconnects.splice(0)) lost();
  },
};
globalThis.chrome.runtime.connect = ({ name }) => ({
  name,
  postMessage: (message) => globalThis.fakePort.sent.push(structuredClone(message)),
  onMessage: { addListener: (receiver) => globalThis.fakePort.receivers.push(receiver) },
  onDisconnect: { addListener: (lost) => globalThis.fakePort.disconnects.push(lost) },
});
