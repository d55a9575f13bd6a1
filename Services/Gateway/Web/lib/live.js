import { LiveStream } from "./live-stream.js";

const kinds = new Set(["notification", "ticket", "chat"]);
/** How long a person without a valid session is left alone, unless a fresh token comes. */
const sessionMinutes = 5;

/**
 * All that happens while the menu stands in the page. Events `notification`, `ticket` and `chat` (`detail.number`) are doorbells: whoever
 * is concerned reads the thing itself. `state` says that some may have been missed, so that everything shown is read again.
 *
 * A browser opens six connections to a server and no more, so of all its tabs one listens, the one that holds the lock, and tells the
 * others. Without locks (pages without TLS) each tab listens for itself.
 */
export class Live extends EventTarget {
  #origin; #session; #stream; #channel = null; #round = null; #hurry = () => {}; #isEnded = false;
  #life = new AbortController();

  /**
   * @param {import("./api.js").Api} api
   * @param {string} origin the gateway's
   */
  constructor(api, origin) {
    super();
    this.#origin = origin;
    this.#session = api.session;
    this.#stream = new LiveStream(api, {
      rang: (kind, number) => { if (kinds.has(kind)) this.#pass({ kind, number }); },
      connected: () => this.#pass({ kind: "state" }),
    });
  }

  /** Begins to listen, once; called again, with a fresh token of the same person, it tries at once. */
  start() {
    if (this.#isEnded) return;
    if (this.#round) return this.#hurry();
    const { signal } = this.#life;
    const options = { signal };
    this.#resume();
    addEventListener("online", () => { this.#hurry(); this.#stream.wake({ anew: true }); }, options);
    addEventListener("pagehide", () => this.#rest(), options);
    addEventListener("pageshow", ({ persisted }) => { if (persisted) this.#resume(); }, options);
    document.addEventListener("freeze", () => this.#rest(), options);
    document.addEventListener("resume", () => this.#resume(), options);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#stream.wake(); }, options);
  }

  end() {
    this.#isEnded = true;
    this.#life.abort();
    this.#rest();
  }

  /**
   * Something was changed here: the other tabs hear it as a doorbell, this one as `told`, for those who count and pop up. The element
   * that has changed it knows already.
   * @param {"notification"|"ticket"} kind
   * @param {number} number
   */
  tell(kind, number) {
    this.#channel?.postMessage({ kind, number });
    this.dispatchEvent(new CustomEvent("told", { detail: { kind, number } }));
  }

  // Private

  /** From a doorbell of the stream to all tabs. */
  #pass(doorbell) {
    this.#channel?.postMessage(doorbell);
    this.#ring(doorbell);
  }

  #ring({ kind, number }) {
    if (kind === "state" || kinds.has(kind)) this.dispatchEvent(new CustomEvent(kind, { detail: { number } }));
  }

  #resume() {
    if (this.#isEnded || (this.#round && !this.#round.signal.aborted)) return;
    this.#round = new AbortController();
    this.#ring({ kind: "state" });
    this.#takePart(this.#round.signal);
  }

  #rest() {
    this.#round?.abort();
    this.#hurry();
    this.#channel?.close();
    this.#channel = null;
  }

  async #takePart(signal) {
    const name = await this.#sharedName();
    if (signal.aborted) return;
    if (name) {
      this.#channel = new BroadcastChannel(name);
      this.#channel.onmessage = ({ data }) => this.#ring(data ?? {});
    }
    while (!signal.aborted) {
      await this.#listen(name, signal);
      if (signal.aborted) return;
      await new Promise((resolve) => {
        this.#hurry = resolve;
        setTimeout(resolve, sessionMinutes * 60_000);
      });
    }
  }

  async #listen(name, signal) {
    const run = () => this.#stream.run(signal);
    if (!name) return run();
    try {
      await navigator.locks.request(name, { signal }, run);
    } catch {
      if (!signal.aborted) await run(); // Some frames may not lock.
    }
  }

  /** What the tabs of one person call each other; says nothing about the person. */
  async #sharedName() {
    const { identity } = this.#session;
    if (!identity || !navigator.locks || !globalThis.crypto?.subtle || !globalThis.BroadcastChannel) return "";
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${this.#origin} ${identity}`));
    return `pomoc-live-${Array.from(new Uint8Array(bytes, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }
}
