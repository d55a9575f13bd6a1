/**
 * Anything that went wrong between the menu and the gateway, as one type.
 * `code` is the API's own (`api.md`), or one of ours: `network`, `timeout`, `cancelled`, `unavailable`, `session_expired`.
 */
export class Problem extends Error {
  /**
   * @param {string} code
   * @param {{status?: number, detail?: string, fields?: Record<string, string>, retryAfter?: number, requestId?: string}} more
   */
  constructor(code, { status = 0, detail = "", fields = {}, retryAfter = 0, requestId = "" } = {}) {
    super(detail || code);
    this.name = "Problem";
    Object.assign(this, { code, status, detail, fields, retryAfter, requestId });
  }

  /** Whether the same request may well succeed a moment later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /**
   * Reads an answer that is not a success.
   * @param {number} status
   * @param {(name: string) => string|null} header
   * @param {string} body
   */
  static read(status, header, body) {
    const gone = status === 502 || status === 503 || status === 504;
    let said = {};
    if (header("Content-Type")?.includes("json")) {
      try { said = JSON.parse(body) ?? {}; } catch { /* An answer cut short says nothing. */ }
    }
    return new Problem(gone ? "unavailable" : said.code ?? `http_${status}`, {
      status,
      detail: said.detail,
      fields: said.fields,
      retryAfter: Number(header("Retry-After")) || 0,
      requestId: header("X-Request-ID") ?? "",
    });
  }
}
