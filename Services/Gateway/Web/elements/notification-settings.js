import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { template } from "../lib/template.js";
import "./notice-box.js";

const audiences = ["author", "account"];

/** `<pomoc-settings>`: *Ustawienia powiadomień*, for managers: who sees the answers of support as pop-ups. Saved as soon as it is chosen. */
export class NotificationSettings extends PomocElement {
  static tag = "pomoc-settings";
  static size = "narrow";
  static template = template(`
    <form class="scroll settings is-waiting" data-ref="form">
      <p class="form-lead" data-say="settings.lead"></p>
      <fieldset class="choices" data-ref="choices">
        <legend data-say="settings.audience"></legend>${audiences.map((audience) => `
        <label class="choice">
          <input type="radio" name="audience" value="${audience}" aria-describedby="pomoc-audience-${audience}">
          <span>
            <strong data-say="settings.${audience}"></strong>
            <span class="hint" id="pomoc-audience-${audience}" data-say="settings.${audience}_hint"></span>
          </span>
        </label>`).join("")}
        <p class="hint" data-ref="state"></p>
      </fieldset>
      <pomoc-notice></pomoc-notice>
    </form>`);

  #saved = null; #saving = false;

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.ref("form").addEventListener("submit", (event) => event.preventDefault());
    this.ref("choices").addEventListener("change", () => this.#save());
  }

  get heading() {
    return this.context.words.say("settings.title");
  }

  // Actions

  shown() {
    return this.refresh();
  }

  focusStart() {
    this.closest("dialog").querySelector("h2").focus({ preventScroll: true });
  }

  async refresh() {
    try {
      const { answer_audience } = await this.context.api.get("/v1/account");
      if (this.#saving) return; // What is being chosen is newer.
      this.#notice.hide();
      this.#say("");
      this.#show(answer_audience);
      this.emit("pomoc-heading");
    } catch (problem) {
      this.#fail(problem, () => this.refresh());
    }
  }

  /** Saves what is chosen; when somebody chooses on meanwhile, that as well. */
  async #save() {
    if (this.#saving) return;
    this.#saving = true;
    const { api, announce, words } = this.context;
    this.#notice.hide();
    this.#say(words.say("settings.saving"));
    try {
      while (this.#chosen !== this.#saved) {
        this.#saved = (await api.patch("/v1/account", { answer_audience: this.#chosen })).answer_audience;
      }
      this.#say(words.say("settings.saved"));
      announce(words.say("settings.saved"));
    } catch (problem) {
      this.#restore(problem);
    } finally {
      this.#saving = false;
    }
  }

  // Private

  get #notice() {
    return this.querySelector("pomoc-notice");
  }

  get #radios() {
    return this.ref("form").elements.audience;
  }

  get #chosen() {
    return this.#radios.value;
  }

  #show(audience) {
    this.#saved = audience;
    this.#radios.value = audience;
    this.ref("form").classList.remove("is-waiting");
  }

  /** Not saved: the former choice stands again, and with it the focus. */
  #restore(problem) {
    if (!this.isConnected) return;
    const wanted = this.#chosen;
    const hadFocus = this.ref("choices").contains(this.getRootNode().activeElement);
    this.#say("");
    this.#show(this.#saved);
    if (hadFocus) [...this.#radios].find((radio) => radio.checked).focus();
    this.#fail(problem, () => { this.#radios.value = wanted; this.#save(); }, this.context.words.say("settings.kept"));
  }

  #fail(problem, again, kept = "") {
    if (!this.isConnected) return;
    const { words } = this.context;
    const { title, text, canRetry } = explain(problem, words);
    this.#notice.show({
      tone: "warning", title, text: `${text} ${kept}`.trim(),
      actions: canRetry ? [{ label: words.say("again"), run: again, main: true }] : [],
    });
  }

  #say(text) {
    this.ref("state").textContent = text;
  }
}

NotificationSettings.define();
