// The filter above a long list, and the columns of a table, by which it is sorted.

const PAUSE = 300; // milliseconds without a change until the count is announced and the address updated: typing goes on
const FIRST = 60; // items shown before the next paint: more than fit on a screen; laying out 500 takes long
const OUT = "pg-out"; // the theme's rules for [hidden] make hiding 500 entries with it take ten times as long
const BETWEEN = "\u2063"; // see BETWEEN of facets.py
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Show the items that match the form; what is asked for is kept in the page's address. */
export function startFilter(form) {
  const elements = [...document.querySelectorAll("[data-life]")];
  if (form.elements.new) markNew(elements, form.elements.new);
  const items = elements.map((element) => ({ element, ...element.dataset }));
  const lists = [...document.querySelectorAll(".pg-entries")].map((list) => ({
    items: [...list.children],
    frame: [list.closest(".pg-record") ?? list],
  }));
  const parts = [...document.querySelectorAll("article > :is(h2, h3)[id]")].map(partOf).concat(lists);
  const records = document.querySelectorAll(".pg-record");
  const [status, clear] = [form.querySelector("output"), form.querySelector("button")];
  const nothing = form.nextElementSibling;
  let waiting = 0;
  let frame = 0;
  let order = "";

  const show = (first = FIRST) => {
    const asked = askedBy(form);
    const tests = testsFor(asked);
    const fitting = items.filter((item) => tests.every((matches) => matches(item))).map((item) => item.element);
    const isIn = new Set(fitting);
    if (tests.length) for (const record of records) record.open = true;
    for (const { element } of items) if (!isIn.has(element)) element.classList.add(OUT);
    showAgain(fitting.filter((element) => element.classList.contains(OUT)), first);
    for (const part of parts) hideIfEmpty(part, isIn);
    nothing.hidden = fitting.length > 0;
    if (order !== (asked.sort ?? "")) {
      order = asked.sort ?? "";
      elements[0].parentElement.append(...inOrder(items, order).map((item) => item.element));
    }
    clearTimeout(waiting);
    waiting = setTimeout(() => announce(fitting.length, asked), PAUSE);
  };
  /** Show items again: the first immediately, the others a frame at a time, unless the form changes meanwhile. */
  const showAgain = (hidden, first) => {
    cancelAnimationFrame(frame);
    for (const element of hidden.slice(0, first)) element.classList.remove(OUT);
    const rest = hidden.slice(first);
    if (rest.length) frame = requestAnimationFrame(() => showAgain(rest, FIRST));
  };
  /**
   * Say how many items are shown, and how many are not as they have no year.
   * @param {number} shown
   * @param {Record<string, any>} asked
   */
  const announce = (shown, { from, to, ...asked }) => {
    const others = testsFor(asked);
    const undated = from || to ? items.filter((item) => !item.year && others.every((matches) => matches(item))).length : 0;
    const texts = [["shown", shown], ["undated", undated]].slice(0, undated ? 2 : 1).map(([name, count]) => {
      const number = count.toLocaleString(document.documentElement.lang, { numberingSystem: "latn" });
      return status.dataset[name].replace(`{${name}}`, number);
    });
    status.textContent = texts.join(" · ");
    remember(form);
  };
  const showAll = (first) => {
    form.reset();
    show(first);
  };
  /** Show everything if a link leads to an entry that the filter hides. */
  const reveal = () => {
    const target = document.querySelector(":target");
    if (!target?.closest(`.${OUT}`)) return;
    showAll(Infinity);
    target.scrollIntoView();
  };

  form.addEventListener("input", () => show());
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => showAll());
  addEventListener("hashchange", reveal, true); // before early.js takes it for an entry of another edition or library
  if (recall(form) || testsFor(askedBy(form)).length) show(); // or what was chosen before this script loaded
  delete document.documentElement.dataset.filtering;
  reveal();
}

/** Return what the form asks for: the values of each of its fields that is filled in; a text where there is one. */
function askedBy(form) {
  /** @type {Record<string, any>} */
  const asked = {};
  for (const [name, text] of filledIn(form)) asked[name] = asked[name] ? [asked[name], text].flat() : text;
  return asked;
}

/** Return the fields of a form that are filled in, as `[name, text]`. */
function filledIn(form) {
  return [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]).filter(([, text]) => text);
}

/**
 * Return the tests that an item has to pass; an item is `{name: values, year, element}`, as its data attributes say.
 * @param {Record<string, any>} asked
 * @returns {((item: any) => boolean)[]}
 */
export function testsFor({ words, from, to, ...chosen }) {
  delete chosen.sort; // an order tests nothing
  const tests = Object.entries(chosen).map(([name, values]) => (item) => (item[name] ?? "").split(BETWEEN).some((value) => [values].flat().includes(value)));
  if (from) tests.push((item) => item.year >= from);
  if (to) tests.push((item) => item.year <= to);
  const wanted = plain(words ?? "").split(/\s+/).filter(Boolean);
  if (wanted.length) tests.push((item) => wanted.every((word) => textOf(item).includes(word)));
  return tests;
}

/**
 * Return the items in an order: of the path, or by an attribute. What lacks the attribute comes last.
 * @param {any[]} items
 * @param {string} order
 */
export function inOrder(items, order) {
  const titleOf = (item) => item.element.firstElementChild.textContent;
  const keys = { newest: ({ added }) => -Date.parse(added), year: ({ year }) => -year, time: ({ minutes }) => +minutes };
  if (order === "title") return items.toSorted((a, b) => titleOf(a).localeCompare(titleOf(b), document.documentElement.lang));
  const key = keys[order];
  return key ? items.toSorted((a, b) => (key(a) || Infinity) - (key(b) || Infinity) || 0) : items;
}

/** Mark the items that the list did not have when the reader left it the last time, and offer to show only them. */
function markNew(elements, box) {
  const key = `pathgen:seen:${new URL(".", location.href).pathname}`;
  const ids = elements.map((element) => element.lastElementChild.hash);
  try {
    const before = sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? "";
    sessionStorage.setItem(key, before);
    localStorage.setItem(key, ids.join(" "));
    if (!before) return;
    const seen = new Set(before.split(" "));
    const fresh = elements.filter((_, index) => !seen.has(ids[index]));
    for (const element of fresh) element.dataset.new = "1";
    box.parentElement.hidden = !fresh.length;
  } catch {
    // A browser that keeps nothing knows nothing of the last visit.
  }
}

/** Return the words of an item, read when they are first needed; its citation adds none. */
function textOf(item) {
  const parts = () => [...item.element.children].filter((part) => part.localName !== "details");
  item.text ??= plain(parts().map((part) => part.textContent).join(" "));
  return item.text;
}

/** Fill in the form from the address, as far as it offers the values; return whether anything is filled in. */
function recall(form) {
  const asked = new URLSearchParams(location.search);
  for (const field of [...form.elements].filter((input) => asked.get(input.name))) {
    const value = asked.get(field.name);
    if (field.type === "checkbox") field.checked = asked.getAll(field.name).includes(field.value);
    else if (!field.options) field.value = value.slice(0, field.maxLength);
    else if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
  return [...new FormData(form).values()].some(Boolean);
}

function remember(form) {
  const url = new URL(location.href);
  for (const { name } of form.elements) url.searchParams.delete(name);
  for (const [name, text] of filledIn(form)) url.searchParams.append(name, text);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

/** Return what belongs to a heading: the items below it, its line in the table of contents, its introduction. */
function partOf(heading) {
  const items = [];
  let next = heading.nextElementSibling;
  const introduced = next?.matches(".pg-quiet") ? [heading, next] : [heading];
  for (; next && !(/^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName); next = next.nextElementSibling) {
    items.push(...next.querySelectorAll("[data-life]"));
  }
  const lines = document.querySelectorAll(`.md-nav a[href$="#${CSS.escape(heading.id)}"]`);
  return { items, frame: [...introduced, ...[...lines].map((line) => line.closest("li"))] };
}

function hideIfEmpty({ items, frame }, isIn) {
  const isEmpty = items.length > 0 && !items.some((item) => isIn.has(item));
  for (const element of frame) element.classList.toggle(OUT, isEmpty);
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

/** Return the rows sorted by the text of a column, or in the order of the catalogue. */
function sorted(rows, column, order) {
  if (order === "none") return rows;
  const key = (row) => row.cells[column].textContent.trim();
  const compare = (a, b) => key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true });
  return rows.toSorted((a, b) => (order === "ascending" ? compare(a, b) : compare(b, a)));
}
