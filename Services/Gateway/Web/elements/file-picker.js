import { PomocElement } from "../lib/element.js";
import { filesIn, namedAfterNow, pictureOf, reasonAgainst } from "../lib/files.js";
import { icon } from "../lib/icons.js";
import { acceptedFiles, limits } from "../lib/limits.js";
import { template } from "../lib/template.js";

/**
 * `<pomoc-file-picker>`: the paper clip. Takes exactly one file: chosen, dropped anywhere on the form, or pasted; shows it and lets
 * it go again. A second one is refused with the reason, and the first one stays.
 *
 * @attribute compact - a small button without the invitation, for answers
 * @fires pomoc-file - the file was put in or taken out by the person
 */
export class FilePicker extends PomocElement {
  static tag = "pomoc-file-picker";
  static template = template(`
    <div class="picker" data-ref="picker">
      <input type="file" data-ref="input" tabindex="-1" hidden>
      <button type="button" class="picker-invitation" data-ref="choose" aria-describedby="pomoc-file-hint">
        <span class="picker-clip" data-icon="clip"></span>
        <span class="picker-words"><strong data-say="file.attach"></strong><span data-ref="hint" id="pomoc-file-hint"></span></span>
      </button>
      <div class="file" data-ref="file" hidden>
        <button type="button" class="file-picture" data-ref="picture"></button>
        <p class="file-text"><strong class="file-name" data-ref="name"></strong><span data-ref="size"></span></p>
        <button type="button" class="button button-quiet" data-ref="remove">
          <span data-icon="trash"></span><span data-say="file.remove"></span>
        </button>
      </div>
      <p class="field-error" role="alert" data-ref="error"></p>
    </div>`);

  #file = null; #url = ""; #abort = null;

  // Lifecycle

  connectedCallback() {
    if (!this.firstChild) this.#build();
    this.#listen();
  }

  disconnectedCallback() {
    this.#abort.abort();
  }

  // Actions

  get file() {
    return this.#file;
  }

  /** Puts a file in without asking, or takes it out with null. */
  set file(file) {
    this.#file = file;
    this.#draw();
    this.explain("");
  }

  /** Offers files as a person does; what cannot be taken is refused with the reason. */
  take(files) {
    const { words } = this.context;
    const [first, ...others] = files;
    if (!first) return;
    if (this.#file) return this.explain(words.say("file.second", { name: this.#file.name }));
    const reason = reasonAgainst(first);
    if (reason) {
      const sizes = { limit: words.size(limits.fileBytes), size: words.size(first.size) };
      return this.explain(words.say(reason, { name: first.name, ...sizes }));
    }
    this.file = first;
    this.emit("pomoc-file");
    this.context.announce(words.say("file.attached", { name: first.name }));
    if (others.length) this.explain(words.say("file.second", { name: first.name }));
  }

  /** Says beside the file what is wrong with it. */
  explain(text) {
    this.ref("error").textContent = text;
    if (text) this.ref("error").scrollIntoView({ block: "nearest" });
  }

  focus() {
    (this.#file ? this.ref("remove") : this.ref("choose")).focus();
  }

  // Private

  #build() {
    const { words } = this.context;
    this.render();
    this.ref("input").accept = acceptedFiles;
    this.ref("hint").textContent = words.say("file.hint", { limit: words.size(limits.fileBytes) });
    this.ref("choose").title = this.hasAttribute("compact") ? words.say("file.attach") : "";
    this.ref("choose").addEventListener("click", () => this.ref("input").click());
    this.ref("input").addEventListener("change", () => {
      this.take(this.ref("input").files);
      this.ref("input").value = "";
      this.focus();
    });
    this.ref("remove").addEventListener("click", () => {
      this.context.announce(words.say("file.removed", { name: this.#file.name }));
      this.file = null;
      this.emit("pomoc-file");
      this.focus();
    });
    this.ref("picture").addEventListener("click", () => {
      this.context.preview({ url: this.#url, kind: pictureOf(this.#file.type), name: this.#file.name });
    });
  }

  #draw() {
    URL.revokeObjectURL(this.#url);
    const file = this.#file;
    this.ref("choose").hidden = Boolean(file);
    this.ref("file").hidden = !file;
    if (!file) {
      for (const name of ["name", "size", "picture"]) this.ref(name).replaceChildren();
      this.#url = "";
      return;
    }
    const { words } = this.context;
    const kind = pictureOf(file.type);
    this.#url = kind === "file" ? "" : URL.createObjectURL(file);
    this.ref("name").textContent = file.name;
    this.ref("name").title = file.name;
    this.ref("size").textContent = words.size(file.size);
    this.ref("remove").ariaLabel = words.say("file.remove_named", { name: file.name });
    this.ref("picture").disabled = kind === "file";
    this.ref("picture").ariaLabel = words.say("file.preview_named", { name: file.name });
    this.ref("picture").replaceChildren(picture(kind, this.#url));
  }

  /** Files may be dropped and pasted anywhere on the form, and never open in place of the page. */
  #listen() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const panel = this.closest("dialog");
    const zone = this.closest("form");
    const isMine = () => this.checkVisibility();
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    const keepPage = (event) => { if (isMine() && carriesFiles(event)) event.preventDefault(); };
    const mark = (isTarget) => zone.classList.toggle("is-target", isTarget);

    addEventListener("dragover", keepPage, { signal });
    addEventListener("drop", (event) => { keepPage(event); mark(false); }, { signal });
    zone.addEventListener("dragenter", (event) => mark(carriesFiles(event)), { signal });
    zone.addEventListener("dragleave", (event) => { if (!zone.contains(event.relatedTarget)) mark(false); }, { signal });
    zone.addEventListener("drop", (event) => this.take(filesIn(event.dataTransfer)), { signal });
    panel.addEventListener("paste", (event) => { if (isMine()) this.#paste(event); }, { signal });
  }

  #paste(event) {
    const files = filesIn(event.clipboardData);
    // Spreadsheets put a picture beside copied text; the text is what is wanted then.
    if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    const stem = this.context.words.say("file.screenshot");
    this.take(files.map((file) => file.type.startsWith("image/") && /^image\.\w+$/.test(file.name) ? namedAfterNow(file, stem) : file));
  }
}

function picture(kind, url) {
  if (kind === "file") return icon("file");
  const media = document.createElement(kind === "video" ? "video" : "img");
  if (kind === "image") media.alt = "";
  else Object.assign(media, { muted: true, preload: "metadata", tabIndex: -1 });
  media.src = url;
  return media;
}

FilePicker.define();
