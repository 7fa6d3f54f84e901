// Adds to the pages what needs scripts; without them every page is complete.

/** Make a button open the drawer, which the theme opens by a checkbox, keep the focus in it, and get the focus back. */
function enhanceOpener(button) {
  const toggle = document.getElementById(button.dataset.pgOpens);
  const behind = document.querySelectorAll(".md-skip, .md-header, .md-content, .md-sidebar--secondary, .md-top, footer");
  const update = () => {
    button.setAttribute("aria-expanded", String(toggle.checked));
    const isOver = toggle.checked && button.checkVisibility(); // where there is room, it is a column of the page
    for (const part of behind) part.inert = isOver;
  };
  button.addEventListener("click", () => {
    toggle.click();
    if (toggle.checked) document.querySelector(".md-sidebar--primary a:not(.md-logo)")?.focus();
  });
  toggle.addEventListener("change", update);
  addEventListener("resize", update);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked || !button.checkVisibility()) return;
    toggle.click();
    button.focus();
  });
}

/** Open the search by its button, by the key "/" outside a field, and by an address with "?q=words". */
function startSearch(dialog) {
  const input = dialog.querySelector("input");
  const open = () => {
    dialog.showModal(); // before its script is there, so that no letter is lost
    input.select();
    import("./search.js").then(({ startSearching }) => startSearching(dialog));
  };
  document.querySelector(".pg-search-button").addEventListener("click", open);
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const isTyped = event.target.closest("input, select, textarea, dialog, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyped) return;
    event.preventDefault();
    open();
  });
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value) open();
}

/** Have the site kept for reading without a network when the page is done, unless the reader saves data. */
function keepSite({ href }) {
  const { serviceWorker, connection } = /** @type {any} */ (navigator);
  if (!serviceWorker || connection?.saveData) return;
  const register = () => serviceWorker.register(new URL("sw.js", href)).catch(() => {}); // where nothing can be stored
  addEventListener("load", () => setTimeout(register, 2000));
}

function startPath() {
  import("./path_page.js").catch(withdraw);
}

/** Whether home has something of the reader to show; else its scripts wait until someone touches the page. */
function isKnown() {
  const { dataset } = document.documentElement;
  return "begun" in dataset || [...document.querySelectorAll("[data-pg-choose] select")].some(({ name, value }) => value !== (dataset[name] ?? ""));
}

/** Hide what a page offers if its script cannot be loaded. */
function withdraw(error) {
  document.documentElement.classList.remove("pg-scripts");
  throw error;
}

// The theme's program would request a sitemap beside each link of exactly this kind; with a space, the word is the same.
for (const link of document.querySelectorAll("link[rel=alternate]")) link.rel += " ";

if (document.querySelector("li[data-id], [data-pg-keeping]") || isKnown()) startPath();
else if (document.querySelector("[data-pg-station]")) {
  for (const event of ["pg-progress", "pointerover", "focusin", "keydown"]) document.addEventListener(event, startPath, { once: true });
}
if (document.querySelector("[data-pg-plan]")) import("./plan.js").catch(withdraw);
if (document.querySelector(".pg-permalink")) import("./permalink.js");
document.querySelectorAll("[data-pg-opens]").forEach(enhanceOpener);
document.querySelectorAll("[data-pg-search]").forEach(startSearch);
if (document.querySelector("[data-pg-map]")) import("./concepts.js").catch(withdraw);
const filter = document.querySelector("[data-pg-filter]");
const table = document.querySelector("[data-pg-table]");
if (filter || table) {
  import("./filter.js").then(({ startFilter, startSorting }) => {
    if (filter) startFilter(filter);
    if (table) startSorting(table);
  }).catch(withdraw);
}
if (document.querySelector(".pg-cite")) import("./cite.js").catch(withdraw);
document.querySelectorAll("[rel=manifest]").forEach(keepSite);
