// Runs before anything is painted: sets the reader's colours, and writes the reader's choice on the root element, where
// assets/choice.css reads it. `data-edition` and `data-track` come from the address, else from this browser's storage,
// else from the catalogue; `data-swift` postpones the layout of what is far off the screen (pathgen.css, long lists).
(() => {
  const { currentScript: script, documentElement: root } = document;
  forgive();
  document.addEventListener("pg-colours", colour, { once: true });
  if (location.protocol === "file:") {
    leadToFiles(); // browsers run no modules from a disk: the page stays as it is without scripts
    root.dataset.disk = ""; // shows a notice
    return;
  }
  const editions = script.dataset.editions.split(" ");
  const tracks = script.dataset.tracks.split(" ");
  const base = new URL("..", script.src);
  const key = `pathgen-choice:${base.pathname}`;

  root.classList.add("pg-scripts");
  root.classList.replace("no-js", "js"); // the theme does this after the first paint, which makes its header grow
  begin();
  document.addEventListener("readystatechange", settle, { once: true });
  document.addEventListener("click", layOut, true);
  addEventListener("hashchange", reveal);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    choose(known(kept())); // a page that the reader comes back to was frozen meanwhile
    arrange();
    document.dispatchEvent(new CustomEvent("pg-progress"));
  });
  document.addEventListener("pg-choose", ({ detail }) => {
    choose(detail);
    keep();
    arrange();
  });

  /** Where storage is forbidden, even reading `localStorage` throws, which breaks the theme: replace it by an empty one. */
  function forgive() {
    const empty = { getItem: () => null, setItem() { throw new DOMException("forbidden", "SecurityError"); } };
    for (const name of ["localStorage", "sessionStorage"]) {
      try {
        void window[name];
      } catch {
        Object.defineProperty(window, name, { value: empty });
      }
    }
  }

  /** Show the colours that the reader chose, else those of the system, and follow each change of either. */
  function colour() {
    const form = document.querySelector('[data-md-component="palette"]');
    form.removeAttribute("data-md-component"); // before the theme's program looks for it
    form.dataset.pgColours = "";
    const looks = [...form.elements];
    const fits = (look) => matchMedia(look.dataset.mdColorMedia).matches;
    const bar = Object.assign(document.createElement("meta"), { name: "theme-color" }); // of a phone's browser
    let look = looks[__md_get("__palette")?.index];

    const show = () => {
      const shown = look ?? looks.find(fits) ?? looks[0];
      shown.checked = true;
      for (const label of form.querySelectorAll("label")) label.hidden = label.previousElementSibling !== shown;
      // The look for "(prefers-color-scheme)" means: whichever of the other looks the system prefers.
      const isAutomatic = shown.dataset.mdColorMedia === "(prefers-color-scheme)";
      const worn = (isAutomatic && looks.find((other) => other !== shown && fits(other))) || shown;
      for (const part of ["mdColorScheme", "mdColorPrimary", "mdColorAccent"]) {
        document.body.dataset[part] = worn.dataset[part];
      }
      if (document.readyState === "complete") tint();
    };
    const tint = () => { bar.content = getComputedStyle(form.closest("header")).backgroundColor; };
    form.addEventListener("change", ({ target }) => {
      look = target;
      __md_set("__palette", { index: looks.indexOf(look) });
      show();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const next = looks[(looks.findIndex((input) => input.checked) + 1) % looks.length];
      next.click();
      next.focus();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    addEventListener("load", tint); // when the styles are known anyway
    document.head.append(bar);
    show();
  }

  function begin() {
    choose(known(Object.fromEntries(new URLSearchParams(location.search)), kept()));
    if (!keep()) document.addEventListener("click", carry, true);
    const ticks = read(`pathgen-ticks:${base.pathname}`, (text) => text) ?? "";
    if (/"(done|star)":\s*true|"(state|text)":\s*"[^"]/.test(ticks)) root.dataset.begun = "";
    // Entries that will be moved to another place are not shown before.
    if (chosen().edition || location.hash) root.dataset.arranging = "";
    if (!location.hash) root.dataset.swift = "";
    if (/[?&](words|kind|level|access|languages?|tags|life|from|to|time|new|sort)=./.test(location.search)) root.dataset.filtering = "";
  }

  /** The page is parsed, and no other script has run yet. */
  function settle() {
    arrange();
    reveal();
    delete root.dataset.arranging;
  }

  /** Return the first edition and track among the choices that the catalogue has. */
  function known(...choices) {
    return {
      edition: choices.map(({ edition }) => edition).find((id) => editions.includes(id)) ?? editions[0],
      track: choices.map(({ track }) => track).find((id) => tracks.includes(id)) ?? "",
    };
  }

  function kept() {
    return Object(read(key, JSON.parse));
  }

  function choose({ edition = root.dataset.edition, track = root.dataset.track }) {
    if (edition) root.dataset.edition = edition;
    if (track) root.dataset.track = track;
    else delete root.dataset.track;
  }

  /** Show an entry in full where the reader's edition lists it, and only its name where another edition does. */
  function arrange() {
    const shown = `[data-pg-edition~="${root.dataset.edition}"]`;
    for (const name of document.querySelectorAll(`${shown} .pg-entry--again`)) {
      const entry = document.querySelector(`.pg-entry:not(.pg-entry--again)[data-id="${name.dataset.id}"]`);
      if (!entry || entry.closest(shown)) continue;
      const place = new Comment();
      entry.replaceWith(place);
      name.replaceWith(entry);
      place.replaceWith(name);
      swapMarks(entry, name);
    }
  }

  /** Give each of two items in full and by name the labels and the role of its new place. */
  function swapMarks(entry, name) {
    const [ofEntry, ofName] = [entry, name].map((item) => [...item.querySelectorAll(".pg-label")]);
    entry.querySelector(".pg-permalink").before(...ofName.flatMap((label) => [" ", label]));
    name.querySelector(".pg-quiet").before(...ofEntry.flatMap((label) => [label, " "]));
    for (const role of ["core", "alternative", "optional", "reference", "start"]) {
      const [inEntry, inName] = [entry, name].map((item) => item.classList.contains(`pg-entry--${role}`));
      entry.classList.toggle(`pg-entry--${role}`, inName);
      name.classList.toggle(`pg-entry--${role}`, inEntry);
    }
  }

  /** Before a link leads to a place on this page, lay out the whole page, so that the place is where it will stay. */
  function layOut({ target }) {
    if (target.closest?.("a[href*='#']")) delete root.dataset.swift;
  }

  /** Show what the address leads to even if it belongs to another edition or library; nothing of this is stored. */
  function reveal() {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const entry = target?.closest("li[data-id], [data-pg-edition]");
    if (!entry) return;
    if (isHidden(entry)) choose({ edition: editionOf(entry) });
    arrange();
    if (isHidden(entry)) choose({ track: "" });
    target.scrollIntoView();
    document.dispatchEvent(new CustomEvent("pg-progress"));
  }

  function editionOf(element) {
    return /** @type {HTMLElement | null} */ (element.closest("[data-pg-edition]"))?.dataset.pgEdition.split(" ")[0];
  }

  function isHidden(element) {
    return !element.checkVisibility();
  }

  /** Return the choice where it differs from the default. */
  function chosen() {
    const { edition, track } = root.dataset;
    return { edition: edition === editions[0] ? undefined : edition, track };
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify(chosen()));
      return true;
    } catch {
      return false; // storage is forbidden or full
    }
  }

  /** Where nothing can be stored, pass the choice on in the links. */
  function carry(event) {
    const link = event.target.closest?.("a[href]");
    const url = link && new URL(link.href);
    if (!url?.href.startsWith(base.href) || url.pathname === location.pathname) return;
    for (const [name, value] of Object.entries(chosen())) if (value) url.searchParams.set(name, value);
    link.href = url.href;
  }

  function read(name, parse) {
    try {
      return parse(localStorage.getItem(name));
    } catch {
      return null; // storage is forbidden, or contains something else
    }
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** On a disk, a folder's address shows its files: link to its page instead. */
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
})();
