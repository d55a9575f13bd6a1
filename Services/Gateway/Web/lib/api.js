import { limits } from "./limits.js";
import { Problem } from "./problem.js";
import { Session } from "./session.js";
import { readStream } from "./stream.js";
import { sendForm } from "./upload.js";

const pausesBetweenTries = [400, 1200];

/** The gateway's API as the menu uses it. Every call that leaves the menu goes through here. */
export class Api {
  #origin; #locale; #connection;

  /**
   * @param {{origin: string, locale: string, connection: import("./connection.js").Connection, askHost: () => void}} options
   */
  constructor({ origin, locale, connection, askHost }) {
    this.#origin = origin;
    this.#locale = locale;
    this.#connection = connection;
    /** @type {Session} */
    this.session = new Session((token) => this.#exchange(token), askHost);
  }

  /** Reads JSON; tries again by itself when the trouble is likely to pass. */
  get(path, { query = {}, signal } = {}) {
    return this.#patiently(() => this.#signed("GET", path + search(query), { signal }), signal);
  }

  /** Reads bytes. */
  blob(path, { signal } = {}) {
    return this.#patiently(() => this.#signed("GET", path, { signal, read: (response) => response.blob() }), signal);
  }

  put(path, body) {
    return this.#signed("PUT", path, { body });
  }

  patch(path, body) {
    return this.#signed("PATCH", path, { body });
  }

  delete(path) {
    return this.#signed("DELETE", path);
  }

  /**
   * Sends a form with a file and tells how far it is.
   * @param {string} path
   * @param {FormData} form
   * @param {{key: string, signal?: AbortSignal, onProgress?: (share: number) => void}} options `key` is the Idempotency-Key
   */
  upload(path, form, { key, signal, onProgress }) {
    return this.#withBearer((bearer) => this.#watched(() => sendForm(new URL(path, this.#origin), form, {
      headers: { ...this.#headers(bearer), "Idempotency-Key": key }, signal, onProgress,
    })));
  }

  /**
   * Reads a stream of events to its end; see `readStream` for the options. That it fails says nothing about other requests: there are
   * proxies and blockers that mind streams alone.
   * @param {string} path
   */
  stream(path, { query = {}, opened, ...options }) {
    const url = new URL(path + search(query), this.#origin);
    const open = () => {
      this.#connection.answered();
      opened();
    };
    return this.#withBearer((bearer) => readStream(url, { ...options, headers: this.#headers(bearer), opened: open }));
  }

  #exchange(token) {
    return this.#patiently(() => this.#send("POST", "/v1/sessions/embedded", { body: { token } }));
  }

  #signed(method, path, options = {}) {
    return this.#withBearer((bearer) => this.#send(method, path, { ...options, bearer }));
  }

  /** A token refused once is replaced once; refused again, the caller hears of it. */
  async #withBearer(attempt) {
    const bearer = await this.session.bearer();
    try {
      return await attempt(bearer);
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      this.session.refuse(bearer);
      return attempt(await this.session.bearer());
    }
  }

  async #patiently(attempt, signal) {
    for (const pause of pausesBetweenTries) {
      try {
        return await attempt();
      } catch (problem) {
        if (!problem.passing || problem.code === "cancelled" || problem.retryAfter > 5 || !navigator.onLine) throw problem;
        await sleep(Math.max(pause, problem.retryAfter * 1000), signal);
      }
    }
    return attempt();
  }

  #send(method, path, { body, bearer, signal, read = readJSON }) {
    return this.#watched(async () => {
      const late = AbortSignal.timeout(limits.requestSeconds * 1000);
      try {
        const response = await fetch(new URL(path, this.#origin), {
          method,
          headers: { ...this.#headers(bearer), ...(body && { "Content-Type": "application/json" }) },
          body: body && JSON.stringify(body),
          credentials: "omit",
          cache: "no-store",
          signal: signal ? AbortSignal.any([signal, late]) : late,
        });
        if (!response.ok) throw Problem.read(response.status, (name) => response.headers.get(name), await response.text());
        return response.status === 204 ? null : await read(response);
      } catch (error) {
        if (error instanceof Problem) throw error;
        throw new Problem(signal?.aborted ? "cancelled" : late.aborted ? "timeout" : "network");
      }
    });
  }

  /** Tells the connection how a request ended. */
  async #watched(attempt) {
    try {
      const answer = await attempt();
      this.#connection.answered();
      return answer;
    } catch (problem) {
      if (problem.code === "network") this.#connection.failed();
      else if (problem.status) this.#connection.answered();
      throw problem;
    }
  }

  #headers(bearer) {
    return { "Accept-Language": this.#locale, ...(bearer && { Authorization: `Bearer ${bearer}` }) };
  }
}

const readJSON = (response) => response.json();

function search(query) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value != null);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => { clearTimeout(timer); reject(new Problem("cancelled")); }, { once: true });
  });
}
