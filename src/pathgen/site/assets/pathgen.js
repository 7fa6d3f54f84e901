// Adds to the pages what needs scripts; without them every page is complete.

/** Make a button open what the theme opens by a checkbox, say whether it is open, and get the focus back. */
function enhanceOpener(button) {
  const toggle = document.getElementById(button.dataset.pgOpens);
  const update = () => button.setAttribute("aria-expanded", String(toggle.checked));
  // Material does not name the dialog of its search.
  const name = button.getAttribute("aria-label");
  if (toggle.id === "__search") document.querySelector(".md-search").setAttribute("aria-label", name);
  button.addEventListener("click", () => {
    toggle.click();
    const first = { __drawer: ".md-sidebar--primary a:not(.md-logo)", __search: ".md-search__input" }[toggle.id];
    if (toggle.checked) document.querySelector(first)?.focus();
  });
  toggle.addEventListener("change", update);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked || !button.checkVisibility()) return;
    toggle.click();
    button.focus();
  });
}

/** Hide what a page offers if its script cannot be loaded. */
function withdraw(error) {
  document.documentElement.classList.remove("pg-scripts");
  throw error;
}

if (document.querySelector("li[data-id], [data-pg-keeping], [data-pg-station]")) import("./path_page.js").catch(withdraw);
if (document.querySelector("[data-pg-plan]")) import("./plan.js").catch(withdraw);
if (document.querySelector(".pg-permalink")) import("./permalink.js");
document.querySelectorAll("[data-pg-opens]").forEach(enhanceOpener);
if (document.querySelector("[data-pg-map]")) import("./concepts.js").catch(withdraw);
const [filter, table] = ["[data-pg-filter]", "[data-pg-table]"].map((selector) => document.querySelector(selector));
if (filter || table) {
  import("./filter.js").then(({ startFilter, startSorting }) => {
    if (filter) startFilter(filter);
    if (table) startSorting(table);
  }).catch(withdraw);
}
if (document.querySelector(".pg-cite")) import("./cite.js").then(({ startCopying }) => startCopying()).catch(withdraw);
