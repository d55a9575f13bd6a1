import { Problem } from "./problem.js";

/**
 * Who is using the menu. Exchanges the host's signed token for a session when the first request needs one and keeps it in
 * memory only: nothing that could sign a request is ever stored.
 */
export class Session {
  #exchange; #askHost; #hostToken = ""; #running = null; #bearer = ""; #waiting = [];

  /** The signed-in user as the gateway tells it, from the first exchange on. */
  user = null;

  /**
   * @param {(hostToken: string) => Promise<{token: string, user: object}>} exchange
   * @param {() => void} askHost tells the host page that its token has expired
   */
  constructor(exchange, askHost) {
    this.#exchange = exchange;
    this.#askHost = askHost;
  }

  /**
   * Takes the host's token. A newer one of the same person continues the session.
   * @param {string} token
   * @returns {boolean} false when it speaks for somebody else, so that nothing on the screen may stay
   */
  accept(token) {
    const before = this.identity;
    this.#hostToken = token;
    if (before && this.identity !== before) return false;
    for (const resolve of this.#waiting.splice(0)) resolve();
    return true;
  }

  /**
   * Names the person for what is kept on this computer (drafts). Read from the host's token, so that a draft is at hand
   * without a connection too; it opens no door, the gateway checks the signature.
   */
  get identity() {
    try {
      const bytes = Uint8Array.from(atob(this.#hostToken.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
      const { iss, account, sub } = JSON.parse(new TextDecoder().decode(bytes));
      return sub ? JSON.stringify([iss, account, sub]) : "";
    } catch {
      return "";
    }
  }

  /** The session's token, exchanged on first use. */
  async bearer() {
    if (!this.#bearer) await this.#renew();
    return this.#bearer;
  }

  /** Drops a token that was refused, unless somebody else has already replaced it. */
  refuse(bearer) {
    if (this.#bearer === bearer) this.#bearer = "";
  }

  #renew() {
    this.#running ??= this.#renewOnce().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #renewOnce() {
    if (!this.#hostToken) await this.#freshHostToken();
    let answer;
    try {
      answer = await this.#exchange(this.#hostToken);
    } catch (problem) {
      if (problem.status !== 401 && problem.status !== 422) throw problem;
      await this.#freshHostToken();
      answer = await this.#exchange(this.#hostToken).catch((again) => {
        throw again.status === 401 || again.status === 422 ? new Problem("session_expired", { status: 401 }) : again;
      });
    }
    this.#bearer = answer.token;
    this.user = answer.user;
  }

  /** Asks the host for a fresh token and waits a little for it. */
  #freshHostToken() {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Problem("session_expired", { status: 401 })), 8000);
      this.#waiting.push(() => { clearTimeout(late); resolve(); });
      this.#askHost();
    });
  }
}
