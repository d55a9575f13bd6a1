import { limits } from "./limits.js";
import { readFile, removeFile, writeFile } from "./draft-files.js";

const prefix = "pomoc.draft:";

/**
 * What one person has typed into one form, kept on this computer until it is sent. The texts are in localStorage, the file
 * is in IndexedDB; both under the person's own key, so nobody else at the same desk meets them.
 * Everything here may fail quietly (private windows, full disks): a form works without its draft.
 */
export class Draft {
  #key;

  /**
   * @param {string} identity who; without one nothing is kept
   * @param {string} form which form, e.g. `new` or `ticket-100123`
   */
  constructor(identity, form) {
    this.#key = identity && `${prefix}${identity}:${form}`;
  }

  /** @returns {{fields: Record<string, string>, idempotencyKey: string, hasFile: boolean, savedAt: number}|null} */
  load() {
    if (!this.#key) return null;
    try {
      return JSON.parse(localStorage.getItem(this.#key));
    } catch {
      return null;
    }
  }

  /** @returns {boolean} whether it is kept now */
  save(content) {
    if (!this.#key) return false;
    try {
      localStorage.setItem(this.#key, JSON.stringify({ ...content, savedAt: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  loadFile() {
    return this.#key ? readFile(this.#key).catch(() => null) : Promise.resolve(null);
  }

  /** @param {File|null} file */
  saveFile(file) {
    if (!this.#key) return Promise.resolve();
    return (file ? writeFile(this.#key, file) : removeFile(this.#key)).catch(() => {});
  }

  clear() {
    if (!this.#key) return Promise.resolve();
    try { localStorage.removeItem(this.#key); } catch { /* Nothing was kept then. */ }
    return this.saveFile(null);
  }

  /** Removes drafts that nobody came back to. */
  static sweep() {
    try {
      for (const key of Object.keys(localStorage).filter((key) => key.startsWith(prefix))) {
        const { savedAt } = JSON.parse(localStorage.getItem(key)) ?? {};
        if (savedAt > Date.now() - limits.draftDays * 86_400_000) continue;
        localStorage.removeItem(key);
        removeFile(key).catch(() => {});
      }
    } catch { /* No storage, no drafts. */ }
  }
}
