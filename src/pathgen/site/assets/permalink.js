// An entry's link to itself copies its address where the browser allows that.

import { announce, loadPath, say } from "./path.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".pg-permalink");
  if (!link || !navigator.clipboard) return;
  const url = new URL(link.href);
  url.search = ""; // an entry is found by its anchor, whatever edition and library are chosen
  try {
    await navigator.clipboard.writeText(url.href);
  } catch {
    return; // not allowed: the address bar shows the address
  }
  announce(say(await loadPath(), "progress.copied"));
});
