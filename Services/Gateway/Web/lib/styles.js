const folder = new URL("../styles/", import.meta.url);
const sheets = new Map();

/**
 * Loads files of `styles/` as constructable sheets, each once. Constructed sheets need no `style-src` of the host page.
 * @param {...string} names file names without `.css`
 * @returns {Promise<CSSStyleSheet[]>}
 */
export function loadStyles(...names) {
  return Promise.all(names.map((name) => {
    if (!sheets.has(name)) sheets.set(name, load(name));
    return sheets.get(name);
  }));
}

/** The order in which they overrule each other, whichever is needed first. */
const order = ["tokens", "help-button", "base", "panel", "form", "history", "ticket", "popup"];
const adopted = new WeakMap();

/**
 * Loads files of `styles/` into a shadow root, beside those that are there.
 * @param {ShadowRoot} root
 * @param {...string} names
 */
export async function adoptStyles(root, ...names) {
  const loaded = await loadStyles(...names);
  const all = adopted.get(root) ?? new Map();
  adopted.set(root, all);
  names.forEach((name, index) => all.set(name, loaded[index]));
  root.adoptedStyleSheets = order.filter((name) => all.has(name)).map((name) => all.get(name));
}

async function load(name) {
  const sheet = new CSSStyleSheet();
  try {
    const response = await fetch(new URL(`${name}.css`, folder));
    if (!response.ok) throw new Error(`${name}.css: ${response.status}`);
    sheet.replaceSync(await response.text());
  } catch {
    sheets.delete(name); // The next press tries again; without its styles the menu is plain but works.
  }
  return sheet;
}
