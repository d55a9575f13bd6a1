import { EventParser } from "./event-parser.js";

const path = "/v1/events";
/** The first bytes come at once; a proxy that holds the answer back is noticed by their absence. */
const firstSeconds = 5;
/** The gateway says something every 20 s. */
const silentSeconds = 45;
const pollSeconds = 25;
/** How long it is content with polling before it tries the stream again. */
const pollingMinutes = 10;
const shortestPause = 500;
const longestPause = 30_000;
/** A stream that ends sooner than this was no good one. */
const wholesome = 5000;
/** After so many failures in a row nothing may ever ring (a blocker, perhaps); then everything is read again now and then. */
const hopeless = 4;
const unrungMinutes = 1;

/**
 * Keeps one connection to the gateway's doorbells for as long as it may: reconnects with growing, scattered pauses, and asks by
 * long polling where something on the way holds the stream back.
 */
export class LiveStream {
  #api; #rang; #connected; #current = null; #cutShort = () => {}; #lastSign = 0; #pollUntil = 0; #readAt = 0;

  /**
   * @param {import("./api.js").Api} api
   * @param {{rang: (kind: string, number: number) => void, connected: () => void}} tell
   *   `connected`: what rang before may have been missed, so everything has to be read again
   */
  constructor(api, { rang, connected }) {
    this.#api = api;
    this.#rang = rang;
    this.#connected = connected;
  }

  /**
   * Listens until it is stopped, or until the session is over for good.
   * @param {AbortSignal} signal
   */
  async run(signal) {
    let failures = 0;
    while (!signal.aborted) {
      const started = Date.now();
      const isPolling = started < this.#pollUntil;
      let pause;
      try {
        await this.#listen(isPolling, signal);
        const isWhole = isPolling || Date.now() - started > wholesome;
        failures = isWhole ? 0 : failures + 1;
        pause = isPolling ? 100 : isWhole ? Math.random() * 2000 : scattered(failures);
      } catch (problem) {
        if (signal.aborted || problem.status === 401) return;
        if (problem.code === "held_back" && !isPolling) {
          this.#pollUntil = Date.now() + pollingMinutes * 60_000;
          continue;
        }
        if (problem.code === "reconnect" || Date.now() - started > 60_000) failures = 0;
        pause = Math.max(problem.code === "reconnect" ? 0 : scattered(failures), problem.retryAfter * 1000 * (1 + Math.random() / 4));
        failures += 1;
        if (failures >= hopeless) this.#readUnrung();
        if (problem.retryAfter) {
          await rest(pause, signal);
          continue;
        }
      }
      await new Promise((resolve) => {
        this.#cutShort = resolve;
        rest(pause, signal).then(resolve);
      });
    }
  }

  /** The network is back, or the page: whatever waits, waits no longer, and a connection that may be dead is made anew. */
  wake({ anew = false } = {}) {
    this.#cutShort();
    if (anew || Date.now() - this.#lastSign > silentSeconds * 1000) this.#current?.abort();
  }

  async #listen(isPolling, signal) {
    const current = this.#current = new AbortController();
    const parser = new EventParser((event) => this.#hear(event));
    let openedAt = Infinity;
    this.#lastSign = Date.now();
    if (isPolling) this.#connected();
    try {
      await this.#api.stream(path, {
        query: isPolling ? { wait: pollSeconds } : {},
        signal: AbortSignal.any([signal, current.signal]),
        firstSeconds: isPolling ? pollSeconds + silentSeconds : firstSeconds,
        silentSeconds,
        opened: () => {
          openedAt = Date.now();
          if (!isPolling) this.#connected();
        },
        take: (bytes) => {
          this.#lastSign = Date.now();
          parser.push(bytes);
        },
      });
      // What is held back comes all at once; this did not, so the stream may work too.
      if (isPolling && Date.now() - openedAt > wholesome / 2) this.#pollUntil = 0;
    } catch (problem) {
      if (current.signal.aborted) problem.code = "reconnect";
      throw problem;
    } finally {
      this.#current = null;
    }
  }

  #readUnrung() {
    if (Date.now() - this.#readAt < unrungMinutes * 60_000) return;
    this.#readAt = Date.now();
    this.#connected();
  }

  #hear({ name, data }) {
    try {
      const { number } = JSON.parse(data);
      if (Number.isSafeInteger(number)) this.#rang(name, number);
    } catch { /* Not ours. */ }
  }
}

/** Full jitter: anything up to a bound that doubles, so that the browsers of a hotel do not come back all at once. */
const scattered = (failures) => Math.random() * Math.min(shortestPause * 2 ** failures, longestPause);

function rest(milliseconds, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
