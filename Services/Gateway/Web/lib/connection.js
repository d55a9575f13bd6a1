/**
 * Knows whether the gateway can be reached: from the browser's own word and from how the last request ended.
 * Event `change` when that turns over.
 */
export class Connection extends EventTarget {
  #reachable = true;
  #online = true;
  #abort = new AbortController();

  constructor() {
    super();
    const { signal } = this.#abort;
    addEventListener("online", () => { this.#reachable = true; this.#settle(); }, { signal });
    addEventListener("offline", () => this.#settle(), { signal });
    this.#online = navigator.onLine;
  }

  get online() {
    return this.#online;
  }

  /** A request was answered, however. */
  answered() {
    this.#reachable = true;
    this.#settle();
  }

  /** A request got no answer at all. */
  failed() {
    this.#reachable = false;
    this.#settle();
  }

  /** Stops listening to the window. */
  end() {
    this.#abort.abort();
  }

  #settle() {
    const online = navigator.onLine && this.#reachable;
    if (online === this.#online) return;
    this.#online = online;
    this.dispatchEvent(new Event("change"));
  }
}
