// Before anything is painted: the root of the page says what the reader chose, and assets/choice.css shows that alone.
// `data-edition` and `data-track` come from the address, else from what this browser keeps, else from the catalogue.
(() => {
  const { currentScript: script, documentElement: root } = document;
  if (location.protocol === "file:") {
    leadToFiles(); // browsers run no modules there: the page stays as it is without them
    return;
  }
  const editions = script.dataset.editions.split(" ");
  const tracks = script.dataset.tracks.split(" ");
  const asked = new URLSearchParams(location.search);
  const kept = keptChoice(new URL("..", script.src).pathname);
  choose(
    [asked.get("edition"), kept.edition].find((one) => editions.includes(one)) ?? editions[0],
    [asked.get("track"), kept.track].find((one) => tracks.includes(one)) ?? "",
  );

  function choose(edition, track) {
    if (edition) root.dataset.edition = edition;
    if (track) root.dataset.track = track;
  }

  function keptChoice(base) {
    try {
      return Object(JSON.parse(localStorage.getItem(`pathgen-choice:${base}`)));
    } catch {
      return {}; // storage is forbidden, or holds what is not ours
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
})();
