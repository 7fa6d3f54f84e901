// What the scripts share: what pathgen wrote of the whole path (path.json), and how to say and show something of it.

/** The address of the site's home page. */
export const base = new URL("..", import.meta.url);

/** A line at the bottom of the window that says what just happened, to screen readers too. */
const line = elementOf("p", { className: "pg-announcement", role: "status" });
document.body.append(line);

let loading;
let waiting;

/**
 * Return `path.json` parsed (site/client_data.py says what is in it), with the address of the home page as `base`.
 * @returns {Promise<Path>}
 */
export function loadPath() {
  loading ??= read();
  return loading;
}

async function read() {
  const answer = await fetch(new URL("path.json", import.meta.url));
  return { ...(await answer.json()), base };
}

/**
 * Return a message in the path's language: `say(path, "progress.essentials", { count: 3, of: 8 })`. `count` selects
 * the plural form; numbers are written as the language writes them.
 * @param {Path} path
 * @param {string} name
 * @param {Record<string, any>} values
 */
export function say(path, name, values = {}) {
  let text = name.split(".").reduce((part, key) => part[key], path.texts);
  if (typeof text === "object") text = text[new Intl.PluralRules(path.language).select(values.count)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, key) => written(path, values[key]));
}

/** Return a new element with properties, such as `{ className: "pg-quiet" }`, and with elements or texts in it. */
export function elementOf(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Say a text; `isSeen`: only to screen readers, as it is seen elsewhere. */
export function announce(text, isSeen = false) {
  clearTimeout(waiting);
  line.classList.toggle("pg-hidden", isSeen);
  line.textContent = text;
  waiting = setTimeout(() => line.replaceChildren(), 6000);
}

/** Have the browser save a text as a file. */
export function saveFile(download, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  elementOf("a", { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

function written(path, value) {
  if (typeof value !== "number") return value;
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value); // as every language writes it
  return value.toLocaleString(path.language, { numberingSystem: "latn" });
}
