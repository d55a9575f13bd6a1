import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { pictureOf } from "../lib/files.js";
import { icon } from "../lib/icons.js";
import { template } from "../lib/template.js";

/**
 * `<pomoc-attachment>`: a message's file. A picture shows itself in a frame of fixed size; a film plays and any other file
 * is saved when pressed.
 * The bytes come with the session's token, so they become an object URL, which lives as long as the element.
 */
export class AttachmentView extends PomocElement {
  static tag = "pomoc-attachment";
  static template = template(`
    <div class="attachment">
      <button type="button" class="attachment-picture" data-ref="picture" hidden></button>
      <div class="attachment-line">
        <span data-ref="icon"></span>
        <p class="file-text"><strong class="file-name" data-ref="name"></strong><span data-ref="size"></span></p>
        <button type="button" class="icon-button" data-ref="save"><span data-icon="download"></span></button>
      </div>
      <p class="field-error" role="alert" data-ref="error"></p>
    </div>`);

  /** @type {{id: string, name: string, media_type: string, size: number}} */
  attachment;

  #url = null;

  connectedCallback() {
    if (!this.firstChild) this.#build();
  }

  disconnectedCallback() {
    this.#url?.then(URL.revokeObjectURL, () => {});
    this.#url = null;
  }

  #build() {
    const { words } = this.context;
    const { name, size, media_type: type } = this.attachment;
    const kind = pictureOf(type);
    this.render();
    this.ref("name").textContent = name;
    this.ref("name").title = name;
    this.ref("size").textContent = words.size(size);
    this.ref("icon").append(icon(kind));
    this.ref("save").ariaLabel = words.say("file.save_named", { name });
    this.ref("save").title = words.say("file.save_named", { name });
    this.ref("save").addEventListener("click", () => this.#busy(this.ref("save"), (url) => save(url, name)));
    if (kind === "file") return;
    const picture = this.ref("picture");
    picture.hidden = false;
    picture.ariaLabel = words.say(kind === "video" ? "file.play_named" : "file.preview_named", { name });
    picture.append(icon(kind === "video" ? "play" : "image"));
    picture.addEventListener("click", () => this.#busy(picture, (url) => this.context.preview({ url, kind, name })));
    if (kind === "image") this.#busy(picture, (url) => picture.replaceChildren(Object.assign(new Image(), { src: url, alt: "" })));
  }

  /** Fetches the file once and hands its URL on; says so when it cannot be had. */
  async #busy(button, use) {
    if (button.ariaBusy === "true") return;
    const { api, words } = this.context;
    button.ariaBusy = "true";
    this.ref("error").textContent = "";
    this.#url ??= api.blob(`/v1/attachments/${this.attachment.id}`).then(URL.createObjectURL);
    try {
      use(await this.#url);
    } catch (problem) {
      this.#url = null;
      const { title, text } = problem.code ? explain(problem, words) : { title: words.say("file.not_loaded"), text: "" };
      this.ref("error").textContent = `${title} ${text}`;
    } finally {
      button.ariaBusy = "false";
    }
  }
}

function save(url, name) {
  const link = document.createElement("a");
  Object.assign(link, { href: url, download: name });
  link.click();
}

AttachmentView.define();
