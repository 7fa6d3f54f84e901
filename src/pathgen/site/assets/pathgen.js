// What the pages gain where scripts run; without them every page is complete.

/** Make the comparison table sortable by its columns and filterable by words, state and language. */
function enhanceTable(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].textContent.trim();
      const order = (a, b) => key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true });
      body.append(...[...rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
    });
    heading.replaceChildren(button);
  });
  table.closest(".pg-table").before(filterOf(rows));
}

/** Build the form that shows and hides rows; it tells how many are left, to screen readers too. */
function filterOf(rows) {
  const form = document.createElement("form");
  form.className = "pg-filter";
  form.addEventListener("submit", (event) => event.preventDefault());
  const words = Object.assign(document.createElement("input"), { type: "search" });
  const state = choice(rows.map((row) => row.dataset.state));
  const language = choice(rows.flatMap((row) => row.dataset.languages.split("|")));
  const count = document.createElement("output");
  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !(
        wanted.every((word) => text.includes(word)) &&
        (!state.value || row.dataset.state === state.value) &&
        (!language.value || row.dataset.languages.split("|").includes(language.value))
      );
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${rows.length} shown`;
  };
  form.append(labelled("Words", words), labelled("State", state), labelled("Language", language), count);
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

/** On the concept map, show what a node is joined to while it is pointed at or focused. */
function enhanceMap(map) {
  const edges = [...map.querySelectorAll("[data-from]")];
  for (const node of map.querySelectorAll("[data-id]")) {
    const ask = (asked) => {
      map.classList.toggle("pg-map--asked", asked);
      for (const edge of edges) {
        const near = asked && [edge.dataset.from, edge.dataset.to].includes(node.dataset.id);
        edge.classList.toggle("pg-map__edge--near", near);
      }
    };
    for (const event of ["mouseenter", "focus"]) node.addEventListener(event, () => ask(true));
    for (const event of ["mouseleave", "blur"]) node.addEventListener(event, () => ask(false));
  }
}

/** Opened from a disk, a folder's address shows its files: lead to its page instead. */
function leadToFiles() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const url = new URL(link.href);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) {
      url.pathname += "index.html";
      link.href = url.href;
    }
  }, true);
}

document.querySelectorAll("[data-pg-table]").forEach(enhanceTable);
document.querySelectorAll(".pg-map").forEach(enhanceMap);
if (location.protocol === "file:") leadToFiles();
