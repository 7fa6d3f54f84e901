// The search of the whole site: a dialog over the page. What it finds is loaded when it is first opened.

import { elementOf, say } from "./path.js";
import { finder } from "./search_index.js";

const PAUSE = 300; // milliseconds without a key until the number of results is announced
const MOST = 50; // results shown: who has not found it among these types one more word

let search;

/** Return the texts of the search, and a function that finds records of all paths of the site. */
async function loadRecords(address) {
  const home = await read(new URL(address, document.baseURI));
  const below = await Promise.all(home.paths.map((path) => read(new URL(path, home.base))));
  const all = [home, ...below].flatMap(({ records, title, base }) => records.map((record) => ({
    ...record,
    url: new URL(record.url ?? "", base).href,
    about: [record.about, below.length && title].filter(Boolean).join(" · "),
  })));
  return { home, find: await finder(all) };
}

async function read(base) {
  const answer = await fetch(new URL("assets/search.json", base));
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return { ...(await answer.json()), base };
}

/** Show what the words in the dialog's field find, now and when they change. */
export function startSearching(dialog) {
  search ??= build(dialog);
  search();
}

function build(dialog) {
  const [form, input, status, results] = ["form", "input", "p", "ol"].map((name) => dialog.querySelector(name));
  let loading;
  let waiting;
  const announce = (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { status.textContent = text; }, PAUSE);
  };
  const show = ({ home, find }) => {
    const { words, found, isExact } = find(input.value);
    results.replaceChildren(...found.slice(0, MOST).map((record) => result(record, isExact ? words : [])));
    dialog.scrollTop = 0;
    const text = !words.length ? "start" : !found.length ? "none" : isExact ? "results" : "similar";
    announce(say(home, text, { count: found.length }));
  };
  const load = async () => {
    loading ??= loadRecords(dialog.dataset.pgSearch);
    try {
      show(await loading);
    } catch (error) {
      loading = undefined;
      announce(dialog.dataset.failed);
      throw error;
    }
  };
  input.addEventListener("input", load);
  form.addEventListener("submit", () => results.querySelector("a")?.click());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest("a")) dialog.close(); // beside it, or to a place of this page
  });
  return load;
}

function result({ title, url, about, text = "" }, words) {
  const excerpt = { className: "pg-search__text", dir: "auto" };
  const parts = [
    elementOf("strong", { dir: "auto" }, ...marked(title, words)),
    elementOf("span", { className: "pg-search__about", dir: "auto" }, about),
    ...(text ? [elementOf("span", excerpt, ...marked(around(text, words), words))] : []),
  ];
  return elementOf("li", {}, elementOf("a", { href: url }, ...parts));
}

/** Return the part of a text where the first of the words is, else its beginning. */
function around(text, words) {
  const place = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((index) => index >= 0), text.length);
  const start = place < 100 || place === text.length ? 0 : text.lastIndexOf(" ", place - 60) + 1;
  const part = text.slice(start, start + 160);
  return `${start ? "… " : ""}${part}${start + 160 < text.length ? " …" : ""}`;
}

/** Return a text with the words in it as `mark` elements. */
function marked(text, words) {
  if (!words.length) return [text];
  const pattern = words.map((word) => word.replace(/[+#]/g, "\\$&")).join("|");
  return text.split(new RegExp(`(${pattern})`, "giu")).map((part, number) => (
    number % 2 ? elementOf("mark", {}, part) : part
  ));
}
