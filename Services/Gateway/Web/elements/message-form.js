import { Draft } from "../lib/drafts.js";
import { PomocElement } from "../lib/element.js";
import { explain, waitFor } from "../lib/explain.js";
import { FormFields } from "../lib/form-fields.js";
import { newKey } from "../lib/keys.js";
import "./file-picker.js";
import "./notice-box.js";
import "./send-bar.js";

/**
 * What *Nowe powiadomienie* and an answer have in common: the draft, the one file, sending once, and every way it can fail.
 *
 * A subclass gives a template with one `<form>` (fields as `FormFields` wants them), a `<pomoc-file-picker>`, a `<pomoc-notice>` and a
 * `<pomoc-send-bar>`, and the members `draftName`, `path` and `sent(answer)`; it may take over a problem by `failed(problem)`.
 */
export class MessageForm extends PomocElement {
  #fields; #draft; #key = newKey(); #sending = null; #saving = 0; #failure = null; #abort;

  // Lifecycle

  connectedCallback() {
    if (!this.firstChild) this.#build();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    addEventListener("pagehide", () => this.#saveNow(), { signal });
    this.context.connection.addEventListener("change", () => this.#connectionChanged(), { signal });
  }

  disconnectedCallback() {
    this.#saveNow();
    this.#abort.abort();
  }

  // Actions

  get form() {
    return this.querySelector("form");
  }

  get picker() {
    return this.querySelector("pomoc-file-picker");
  }

  /** Whether something is typed or attached that must not be lost. */
  get isEmpty() {
    return !this.picker.file && this.#fields.isEmpty;
  }

  /**
   * Sends what is in the form. Pressing twice, or again after a failure, never sends it twice: the key stays until success.
   * Going elsewhere meanwhile does not stop it; should it fail then, the draft is still there.
   */
  async send() {
    if (this.#sending) return;
    this.#clearFailure();
    if (!this.#fields.areComplete()) return;
    const { api, announce, words } = this.context;
    const bar = this.querySelector("pomoc-send-bar");
    const parts = this.#parts();
    this.#sending = new AbortController();
    this.#saveNow();
    this.#hold(true);
    bar.sending(0);
    announce(words.say("send.started"));
    try {
      const answer = await api.upload(this.path, parts, {
        key: this.#key, signal: this.#sending.signal, onProgress: (share) => this.isConnected && bar.sending(share),
      });
      this.#hold(false);
      await this.#forget();
      if (this.isConnected) this.sent(answer);
    } catch (problem) {
      this.#hold(false);
      if (this.isConnected) this.#fail(problem);
    } finally {
      this.#sending = null;
      bar.rest();
    }
  }

  /** A subclass may deal with a problem itself and say so. */
  failed(_problem) {
    return false;
  }

  // Private

  #build() {
    this.render();
    this.#fields = new FormFields(this.form, this.context.words);
    this.#draft = new Draft(this.context.session.identity, this.draftName);
    this.#restore();
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.form.addEventListener("input", ({ target }) => this.#changed(target));
    this.addEventListener("pomoc-file", () => this.#fileChanged());
    this.addEventListener("pomoc-cancel", () => this.#sending?.abort());
    this.addEventListener("pomoc-discard", () => this.#discard());
  }

  #parts() {
    const parts = new FormData();
    for (const [name, value] of Object.entries(this.#fields.values)) parts.append(name, value);
    if (this.picker.file) parts.append("file", this.picker.file, this.picker.file.name);
    return parts;
  }

  #hold(held) {
    this.#fields.hold(held);
    this.picker.inert = held;
  }

  // The draft

  async #restore() {
    const { words, announce } = this.context;
    const kept = this.#draft.load();
    if (!kept) return;
    this.#key = kept.idempotencyKey;
    this.#fields.values = kept.fields;
    const text = words.say("draft.restored", { time: words.moment(new Date(kept.savedAt)) });
    this.querySelector("pomoc-send-bar").draft = text;
    announce(text);
    if (!kept.hasFile) return;
    const file = await this.#draft.loadFile();
    if (file && !this.picker.file) this.picker.file = file;
  }

  #changed(field) {
    this.#fields.changed(field);
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#saveNow(), 300);
  }

  async #fileChanged() {
    await this.#draft.saveFile(this.picker.file);
    this.#saving = 1;
    this.#saveNow();
  }

  /** Writes the draft if something has changed since. */
  #saveNow() {
    if (!this.#saving) return;
    clearTimeout(this.#saving);
    this.#saving = 0;
    const bar = this.querySelector("pomoc-send-bar");
    if (this.isEmpty) {
      this.#draft.clear();
      bar.draft = "";
    } else if (this.#draft.save({ fields: this.#fields.values, idempotencyKey: this.#key, hasFile: Boolean(this.picker.file) })) {
      bar.draft = this.context.words.say("draft.saved");
    }
  }

  async #discard() {
    const { words, confirm, announce } = this.context;
    const sure = await confirm({
      title: words.say("draft.discard_title"), text: words.say("draft.discard_text"),
      yes: words.say("draft.discard"), no: words.say("draft.keep"),
    });
    if (!sure) return;
    await this.#forget();
    announce(words.say("draft.discarded"));
    this.#fields.first.focus();
  }

  /** An empty form with a key of its own. */
  async #forget() {
    clearTimeout(this.#saving);
    this.#saving = 0;
    this.#key = newKey();
    this.form.reset();
    this.picker.file = null;
    this.#clearFailure();
    this.#fields.count();
    this.querySelector("pomoc-send-bar").draft = "";
    await this.#draft.clear();
  }

  #renewKey() {
    this.#key = newKey();
    this.#saving = 1;
    this.#saveNow();
  }

  // Failing

  #fail(problem) {
    const { words, announce } = this.context;
    if (problem.code === "cancelled") return announce(words.say("send.cancelled"));
    if (this.failed(problem)) return;
    // Refused for good means that nothing was made: a corrected message is a new one.
    if (problem.status >= 400 && problem.status < 500 && ![401, 408, 409, 429].includes(problem.status)) this.#renewKey();
    if (isAboutFile(problem)) {
      this.picker.explain(problem.detail || words.say("file.refused"));
      return this.picker.focus();
    }
    if (this.#fields.refuse(problem.fields ?? {})) return;
    this.#failure = problem;
    if (problem.code === "idempotency_key_reused") this.#tellReused();
    else this.#tell(problem);
  }

  #tell(problem) {
    const { words } = this.context;
    const { title, text, canRetry } = explain(problem, words);
    this.querySelector("pomoc-notice").show({
      tone: problem.passing ? "warning" : "danger", title, text: `${text} ${words.say("send.kept")}`,
      actions: canRetry ? [this.#again] : [],
    });
    const seconds = waitFor(problem);
    if (seconds) setTimeout(() => this.#failure === problem && this.#tellReady("send.waited"), seconds * 1000);
  }

  /** The first try has arrived after all, and the text was changed since. The person decides. */
  #tellReused() {
    const { words } = this.context;
    this.querySelector("pomoc-notice").show({
      tone: "warning", title: words.say("send.reused_title"), text: words.say("send.reused_text"),
      actions: [
        { label: words.say("send.open_history"), run: () => this.emit("pomoc-go", { to: "history", from: "home" }), main: true },
        { label: words.say("send.as_new"), run: () => { this.#renewKey(); this.send(); } },
      ],
    });
  }

  #tellReady(key) {
    const { words } = this.context;
    this.querySelector("pomoc-notice").show({
      tone: "success", title: words.say(`${key}_title`), text: words.say(`${key}_text`), actions: [this.#again],
    });
  }

  get #again() {
    return { label: this.context.words.say("again"), run: () => this.send(), main: true };
  }

  #connectionChanged() {
    if (this.#failure?.status === 0 && this.context.connection.online && !this.#sending) this.#tellReady("send.back_online");
  }

  #clearFailure() {
    this.#failure = null;
    this.querySelector("pomoc-notice").hide();
    this.picker.explain("");
    this.#fields.accept();
  }
}

function isAboutFile({ code }) {
  return code.startsWith("attachment_") || code === "too_many_attachments" || code === "too_large";
}
