import { template } from "./template.js";

/** Every picture of the menu: 24 × 24, drawn with one line of 1.75, in the colour of the text beside it. */
const shapes = {
  help: `<circle cx="12" cy="12" r="9"/><path d="M9.6 9.3a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.3 1-1.3 2"/><path d="M12 16.6v.1"/>`,
  close: `<path d="m6.5 6.5 11 11m0-11-11 11"/>`,
  back: `<path d="M19 12H5.5m6-6.5L5 12l6.5 6.5"/>`,
  forward: `<path d="m9.5 6 6 6-6 6"/>`,
  down: `<path d="M12 5v13.5m6.5-6L12 19l-6.5-6.5"/>`,
  write: `<path d="M20 11.5V18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h6.5"/><path d="m17.6 3.9 2.5 2.5-7.6 7.6-3.2.7.7-3.2z"/>`,
  history: `<path d="M4 12a8 8 0 1 0 2.6-5.9L4 8.5"/><path d="M4 4v4.5h4.5"/><path d="M12 8v4.3l2.8 1.7"/>`,
  clip: `<path d="m19.5 11.5-7.7 7.7a4.8 4.8 0 0 1-6.8-6.8l8-8a3.2 3.2 0 0 1 4.5 4.5l-7.9 7.9a1.6 1.6 0 0 1-2.3-2.2l7.2-7.2"/>`,
  file: `<path d="M13.5 3.5H7a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z"/><path d="M13.5 3.5V9H19"/>`,
  video: `<rect x="3.5" y="6" width="12" height="12" rx="2"/><path d="m15.5 10.5 5-3v9l-5-3"/>`,
  image: `<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><circle cx="9" cy="10" r="1.6"/><path d="m4 17.5 4.8-4.3 3.2 2.6 3.6-3.6 4.7 4.5"/>`,
  trash: `<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5m4-5v5"/>`,
  send: `<path d="M20.5 3.5 10 14M20.5 3.5 14 20.5l-4-6.5-6.5-4z"/>`,
  search: `<circle cx="10.8" cy="10.8" r="6.3"/><path d="m20 20-4.7-4.7"/>`,
  filter: `<path d="M4 6.5h16M7 12h10m-7 5.5h4"/>`,
  refresh: `<path d="M20 12a8 8 0 1 1-2.6-5.9L20 8.5"/><path d="M20 4v4.5h-4.5"/>`,
  eye: `<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.7"/>`,
  alert: `<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5m0 2.6v.1"/>`,
  info: `<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5m0-9v.1"/>`,
  done: `<circle cx="12" cy="12" r="9"/><path d="m8 12.3 2.8 2.8L16.2 9.5"/>`,
  check: `<path d="m5 12.5 4.7 4.7L19 7.5"/>`,
  offline: `<path d="M4 4l16 16M9 15.2a4.3 4.3 0 0 1 6 0M12 19v.1M5.8 12a9 9 0 0 1 3.7-2.2m5.3.3a9 9 0 0 1 3.4 1.9M2.7 8.8A13.4 13.4 0 0 1 6.6 6.3m4-1.1a13.5 13.5 0 0 1 10.7 3.6"/>`,
  lock: `<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8.5 10.5V7.8a3.5 3.5 0 0 1 7 0v2.7"/>`,
  reopen: `<path d="M9 14.5 4.5 10 9 5.5"/><path d="M4.5 10H14a5.5 5.5 0 0 1 0 11h-3"/>`,
  download: `<path d="M12 4v11m-5-4.5 5 5 5-5M5 20h14"/>`,
  play: `<path d="M8 5.5v13l10.5-6.5z"/>`,
  inbox: `<path d="M4 13.5 6.5 5h11L20 13.5V18a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18z"/><path d="M4 13.5h4.5l1.3 2.5h4.4l1.3-2.5H20"/>`,
  support: `<path d="M5 13v-1.5a7 7 0 0 1 14 0V13"/><rect x="3.5" y="12.5" width="4" height="5.5" rx="1.5"/><rect x="16.5" y="12.5" width="4" height="5.5" rx="1.5"/><path d="M18.5 18c0 1.7-1.8 2.7-4.5 2.7"/>`,
  bell: `<path d="M6.5 10.5a5.5 5.5 0 0 1 11 0c0 4.5 2 6 2 6h-15s2-1.5 2-6z"/><path d="M10.2 19.5a2 2 0 0 0 3.6 0"/>`,
  talk: `<path d="M20 11.5a7 7 0 0 1-7 7H5l1.7-2.7A7 7 0 1 1 20 11.5z"/>`,
  settings: `<path d="M4 7.5h8.5m5 0H20M4 16.5h2.5m5 0H20"/><circle cx="15" cy="7.5" r="2.5"/><circle cx="9" cy="16.5" r="2.5"/>`,
  new: `<circle cx="12" cy="12" r="7.5"/><path d="M12 8.8v6.4M8.8 12h6.4"/>`,
  in_progress: `<circle cx="12" cy="12" r="7.5"/><path d="M12 4.5a7.5 7.5 0 0 1 0 15z" fill="currentColor"/>`,
  waiting: `<path d="M20 11.5a7 7 0 0 1-7 7H5l1.7-2.7A7 7 0 1 1 20 11.5z"/><path d="M9.7 11.5v.1m3.3-.1v.1m3.3-.1v.1"/>`,
  resolved: `<circle cx="12" cy="12" r="7.5"/><path d="m8.8 12.2 2.3 2.3 4.2-4.5"/>`,
  closed: `<circle cx="12" cy="12" r="7.5"/><path d="M8.8 12h6.4"/>`,
  unread: `<circle cx="12" cy="12" r="7.5"/><circle cx="12" cy="12" r="3" fill="currentColor"/>`,
  postponed: `<circle cx="12" cy="12" r="7.5"/><path d="M12 8v4.3l2.6 1.6"/>`,
  read: `<path d="m3.5 12.5 3.8 3.8 7.2-8.3m-2.6 7 1.3 1.3 7.3-8.3"/>`,
  deleted: `<circle cx="12" cy="12" r="7.5"/><path d="m9.5 9.5 5 5m0-5-5 5"/>`,
};

const drawn = new Map();

/**
 * A picture by its name; hidden from screen readers, the words beside it say what it means.
 * @param {keyof typeof shapes} name
 * @returns {SVGElement}
 */
export function icon(name) {
  if (!drawn.has(name)) {
    const attributes = `class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"
      stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"`;
    drawn.set(name, template(`<svg ${attributes}>${shapes[name] ?? shapes.file}</svg>`));
  }
  return document.importNode(drawn.get(name).content.firstElementChild, true);
}

/** Draws the icon of every `<span data-icon="name">` below a node. */
export function fillIcons(root) {
  for (const place of root.querySelectorAll("[data-icon]")) place.replaceChildren(icon(place.dataset.icon));
}
