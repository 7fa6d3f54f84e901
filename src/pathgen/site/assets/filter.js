// The form above a long list, which shows what a reader asks for, and the columns of a table, by which it is sorted.

const PAUSE = 300; // milliseconds after the last change until it is told and remembered: as long as one types on
const AT_ONCE = 60; // items that come back before anything is painted: more than a screen holds; to lay out 500 takes long
const OUT = "pg-out"; // the theme asks so much about [hidden] that hiding 500 entries by it takes ten times as long
const BETWEEN = "\u2063"; // see BETWEEN of facets.py
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Show the items that fit what the form asks, which stands in the page's address too. */
export function startFilter(form) {
  const items = [...document.querySelectorAll("[data-life]")].map((element) => ({ element, ...element.dataset }));
  const lists = [...document.querySelectorAll(".pg-entries")].map((list) => ({ items: [...list.children], own: [list] }));
  const parts = [...document.querySelectorAll("article > :is(h2, h3)[id]")].map(partOf).concat(lists);
  const [status, clear] = [form.querySelector("output"), form.querySelector("button")];
  const nothing = form.nextElementSibling;
  let waiting = 0;
  let frame = 0;

  const show = (atOnce = AT_ONCE) => {
    const asked = questions(form);
    const fitting = items.filter((item) => asked.every((fits) => fits(item))).map((item) => item.element);
    const isIn = new Set(fitting);
    for (const { element } of items) if (!isIn.has(element)) element.classList.add(OUT);
    bringBack(fitting.filter((element) => element.classList.contains(OUT)), atOnce);
    for (const part of parts) hideIfEmpty(part, isIn);
    nothing.hidden = fitting.length > 0;
    clearTimeout(waiting);
    waiting = setTimeout(() => tell(fitting.length), PAUSE);
  };
  /** Show items again: the first at once, the others below them a frame at a time, unless something else is asked. */
  const bringBack = (elements, atOnce) => {
    cancelAnimationFrame(frame);
    for (const element of elements.slice(0, atOnce)) element.classList.remove(OUT);
    const rest = elements.slice(atOnce);
    if (rest.length) frame = requestAnimationFrame(() => bringBack(rest, AT_ONCE));
  };
  const tell = (shown) => {
    const number = shown.toLocaleString(document.documentElement.lang, { numberingSystem: "latn" });
    status.textContent = status.dataset.shown.replace("{shown}", number);
    remember(form);
  };
  const showAll = (atOnce) => {
    form.reset();
    show(atOnce);
  };
  /** A link on the page may lead to what is hidden; that is asked for, then. */
  const reveal = () => {
    const target = document.querySelector(":target");
    if (!target?.closest(`.${OUT}`)) return;
    showAll(Infinity);
    target.scrollIntoView();
  };

  form.addEventListener("input", () => show());
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => showAll());
  addEventListener("hashchange", reveal, true); // before it is taken for a choice of edition or library that hides it
  if (recall(form) || questions(form).length) show(); // or what was chosen before this script came
  delete document.documentElement.dataset.filtering;
  reveal();
}

/** Turn what is filled in into questions to an item, each with the answer yes or no. */
function questions(form) {
  const { words, from, to, ...chosen } = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
  const asked = Object.entries(chosen).map(([name, value]) => (item) => (item[name] ?? "").split(BETWEEN).includes(value));
  if (from) asked.push((item) => item.year >= from);
  if (to) asked.push((item) => item.year <= to);
  const wanted = plain(words ?? "").split(/\s+/).filter(Boolean);
  if (wanted.length) asked.push((item) => wanted.every((word) => textOf(item).includes(word)));
  return asked;
}

/** Give what an item says, once it is asked for; how to cite it says nothing new. */
function textOf(item) {
  const said = () => [...item.element.children].filter((one) => one.localName !== "details").map((one) => one.textContent);
  item.text ??= plain(said().join(" "));
  return item.text;
}

/** Fill in what the address asks for, as far as the form offers it; tells whether it asks for anything. */
function recall(form) {
  const asked = new URLSearchParams(location.search);
  for (const field of [...form.elements].filter((one) => asked.get(one.name))) {
    const value = asked.get(field.name);
    if (!field.options) field.value = value.slice(0, field.maxLength);
    else if ([...field.options].some((one) => one.value === value)) field.value = value;
  }
  return [...new FormData(form).values()].some(Boolean);
}

function remember(form) {
  const url = new URL(location);
  for (const [name, value] of new FormData(form)) {
    if (value.trim()) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

/** Give what belongs to a heading: the items below it, its line in the table of contents, and a sentence of its own. */
function partOf(heading) {
  const items = [];
  let next = heading.nextElementSibling;
  const own = next?.matches(".pg-quiet") ? [heading, next] : [heading];
  for (; next && !(/^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName); next = next.nextElementSibling) {
    items.push(...next.querySelectorAll("[data-life]"));
  }
  const lines = document.querySelectorAll(`.md-nav a[href$="#${CSS.escape(heading.id)}"]`);
  return { items, own: [...own, ...[...lines].map((line) => line.closest("li"))] };
}

function hideIfEmpty({ items, own }, isIn) {
  const isEmpty = items.length > 0 && !items.some((one) => isIn.has(one));
  for (const one of own) one.classList.toggle(OUT, isEmpty);
}

/** Make a table sortable by each of its columns. */
export function startSorting(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: heading.textContent });
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" };
      const order = next[heading.ariaSort ?? "none"];
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      if (order !== "none") heading.setAttribute("aria-sort", order);
      body.append(...sorted(rows, column, order));
    });
    heading.replaceChildren(button);
  });
}

/** Give the rows by the text of a column; unsorted, they stand as the catalogue lists them. */
function sorted(rows, column, order) {
  if (order === "none") return rows;
  const key = (row) => row.cells[column].textContent.trim();
  const compare = (a, b) => key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true });
  return rows.toSorted((a, b) => (order === "ascending" ? compare(a, b) : compare(b, a)));
}
