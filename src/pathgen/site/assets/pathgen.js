// What the pages gain where scripts run; without them every page is complete.

/** Make the comparison table sortable by its columns, and filterable by words, life and language. */
function enhanceTable(table) {
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
  document.querySelector("[data-pg-filter]")?.append(filterOf(rows));
}

/** Give the rows by the text of a column; unsorted, they stand as the catalogue lists them. */
function sorted(rows, column, order) {
  if (order === "none") return rows;
  const key = (row) => row.cells[column].textContent.trim();
  const compare = (a, b) => key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true });
  return rows.toSorted((a, b) => (order === "ascending" ? compare(a, b) : compare(b, a)));
}

/** Build the form that shows and hides rows; it tells how many are left, to screen readers too. */
function filterOf(rows) {
  const form = document.createElement("form");
  form.className = "pg-filter";
  form.addEventListener("submit", (event) => event.preventDefault());
  const words = Object.assign(document.createElement("input"), { type: "search" });
  const life = choice(rows.map((row) => row.dataset.life));
  const language = choice(rows.flatMap((row) => row.dataset.languages.split("|")));
  const count = document.createElement("output");
  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !(
        wanted.every((word) => text.includes(word)) &&
        (!life.value || row.dataset.life === life.value) &&
        (!language.value || row.dataset.languages.split("|").includes(language.value))
      );
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${rows.length} shown`;
  };
  form.append(labelled("Words", words), labelled("State", life), labelled("Language", language), count);
  form.addEventListener("input", show);
  show();
  return form;
}

function choice(values) {
  const select = document.createElement("select");
  const known = [...new Set(values.filter(Boolean))].sort((a, b) => a.localeCompare(b));
  select.append(new Option("any", ""), ...known.map((value) => new Option(value, value)));
  return select;
}

function labelled(text, control) {
  const label = document.createElement("label");
  label.append(text, control);
  return label;
}

/** A button that opens what the theme opens by a checkbox, says whether it is open, and gets the focus back. */
function enhanceOpener(button) {
  const toggle = document.getElementById(button.dataset.pgOpens);
  const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
  button.addEventListener("click", () => {
    toggle.click();
    const first = { __drawer: ".md-sidebar--primary a:not(.md-logo)", __search: ".md-search__input" }[toggle.id];
    if (toggle.checked) document.querySelector(first)?.focus();
  });
  toggle.addEventListener("change", tell);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked || !button.checkVisibility()) return;
    toggle.click();
    button.focus();
  });
}

/** Where what a page offers cannot work, do not offer it. */
function withdraw(error) {
  document.documentElement.classList.remove("pg-scripts");
  throw error;
}

if (document.querySelector("li[data-id], [data-pg-keeping], [data-pg-station]")) import("./reading.js").catch(withdraw);
if (document.querySelector("[data-pg-plan]")) import("./plan.js").catch(withdraw);
if (document.querySelector(".pg-permalink")) import("./permalink.js");
document.querySelectorAll("[data-pg-table]").forEach(enhanceTable);
document.querySelectorAll("[data-pg-opens]").forEach(enhanceOpener);
if (document.querySelector("[data-pg-map]")) import("./concepts.js").catch(withdraw);
