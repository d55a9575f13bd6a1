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
