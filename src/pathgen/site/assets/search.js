// The search of the whole site: a dialog over the page. What it finds is loaded when it is first opened.

import { say } from "./path.js";
import { finder } from "./search_index.js";

const PAUSE = 300; // milliseconds without a key until the number of results is announced
const MOST = 50; // results shown: who has not found it among these types one more word
/** @type {ReturnType<typeof build> | undefined} */
let search;

/** Open the search. `button`: says where the site's home page is; `asked`: the words to start with. */
export function openSearch(button, asked = "") {
  search ??= build(button);
  const { dialog, input } = search;
  if (!dialog.open) dialog.showModal();
  if (asked) input.value = asked;
  input.select();
  search.load();
}

/** Return the texts of the search, and a function that finds records of all paths of the site. */
async function loadRecords(button) {
  const home = await read(new URL(button.dataset.pgSearch, document.baseURI));
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

function build(button) {
  const name = button.getAttribute("aria-label");
  const input = made("input", { type: "search", autocomplete: "off", spellcheck: false, placeholder: name, maxLength: 100 });
  const status = made("p", { className: "pg-search__status" });
  const results = made("ol", { className: "pg-search__results" });
  const form = made("form", { className: "pg-search__form" });
  const close = made("button", { type: "button", textContent: button.dataset.close });
  const dialog = made("dialog", { className: "pg-search", ariaLabel: name });
  input.ariaLabel = name;
  for (const [element, role] of [[form, "search"], [status, "status"], [results, "list"]]) element.role = role;
  form.append(input, close);
  dialog.append(form, status, results);
  document.body.append(dialog);

  let loading;
  let waiting;
  const show = ({ home, find }) => {
    const { words, found, isExact } = find(input.value);
    results.replaceChildren(...found.slice(0, MOST).map((record) => result(record, isExact ? words : [])));
    dialog.scrollTop = 0;
    const text = !words.length ? "start" : !found.length ? "none" : isExact ? "results" : "similar";
    tell(say(home, text, { count: found.length }));
  };
  const tell = (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { status.textContent = text; }, PAUSE);
  };
  const load = async () => {
    loading ??= loadRecords(button);
    try {
      show(await loading);
    } catch (error) {
      loading = undefined;
      tell(button.dataset.failed);
      throw error;
    }
  };
  input.addEventListener("input", load);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("a")?.click();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest("a")) dialog.close(); // beside it, or to a place of this page
  });
  return { dialog, input, load };
}

function result({ title, url, about, text = "" }, words) {
  const link = made("a", { href: url });
  const excerpt = made("span", { className: "pg-search__text" });
  excerpt.append(...marked(around(text, words), words));
  const heading = made("strong");
  heading.append(...marked(title, words));
  const line = made("span", { className: "pg-search__about", textContent: about });
  for (const part of [heading, line, excerpt]) part.dir = "auto";
  link.append(heading, line, ...(text ? [excerpt] : []));
  const item = made("li");
  item.append(link);
  return item;
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
    number % 2 ? made("mark", { textContent: part }) : part
  ));
}

function made(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
