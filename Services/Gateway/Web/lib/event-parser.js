/** An event longer than this, in characters, is nothing of ours. */
const longest = 65_536;

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) out of bytes as they come: cut anywhere, with any line ends.
 * Comments, unknown fields and events that are too long are passed over.
 */
export class EventParser {
  #take; #decoder = new TextDecoder(); #line = ""; #afterReturn = false; #name = ""; #data = []; #size = 0;

  /**
   * @param {(event: {name: string, data: string}) => void} take
   */
  constructor(take) {
    this.#take = take;
  }

  /** @param {Uint8Array} bytes */
  push(bytes) {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (!text) return;
    if (this.#afterReturn && text[0] === "\n") text = text.slice(1);
    this.#afterReturn = text ? text.endsWith("\r") : false;
    const lines = text.split(/\r\n|\r|\n/);
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop().slice(0, longest);
    for (const line of lines) this.#read(line);
  }

  #read(line) {
    if (line === "") return this.#finish();
    const [, field, value] = /^([^:]*):? ?([^]*)$/.exec(line);
    if (field === "event") this.#name = value;
    if (field !== "data") return;
    this.#size += line.length;
    if (this.#size < longest) this.#data.push(value);
  }

  #finish() {
    const event = { name: this.#name || "message", data: this.#data.join("\n") };
    const isWhole = this.#data.length > 0 && this.#size < longest;
    this.#name = "";
    this.#data = [];
    this.#size = 0;
    if (isWhole) this.#take(event);
  }
}
