import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";

/** `<pomoc-lightbox>`: shows one picture or film in full size over the menu. */
export class FileLightbox extends PomocElement {
  static tag = "pomoc-lightbox";
  static template = template(`
    <dialog class="lightbox" aria-labelledby="pomoc-lightbox-name" data-ref="dialog">
      <div class="lightbox-head">
        <p id="pomoc-lightbox-name" data-ref="name"></p>
        <button type="button" class="icon-button" data-ref="close" data-say-label="file.close_preview" autofocus>
          <span data-icon="close"></span>
        </button>
      </div>
      <div class="lightbox-stage" data-ref="stage"></div>
    </dialog>`);

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    const dialog = this.ref("dialog");
    this.ref("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target === this.ref("stage")) dialog.close();
    });
    dialog.addEventListener("close", () => this.ref("stage").replaceChildren());
  }

  /**
   * @param {{url: string, kind: "image"|"video", name: string}} file `url` stays the caller's to revoke
   */
  show({ url, kind, name }) {
    const media = document.createElement(kind === "video" ? "video" : "img");
    if (kind === "video") Object.assign(media, { controls: true, autoplay: true });
    else media.alt = name;
    media.src = url;
    this.ref("name").textContent = name;
    this.ref("stage").replaceChildren(media);
    this.ref("dialog").showModal();
  }
}

FileLightbox.define();
