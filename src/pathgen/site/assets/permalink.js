// The link of an entry to itself copies its address where the browser lets it.

import { loadPath, say } from "./path.js";
import { announce } from "./announce.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".pg-permalink");
  if (!link || !navigator.clipboard) return;
  const url = new URL(link.href);
  url.search = ""; // an entry is found by its anchor, whatever the reader chose
  try {
    await navigator.clipboard.writeText(url.href);
  } catch {
    return; // the reader did not allow it: the address bar shows the address
  }
  announce(say(await loadPath(), "progress.copied"));
});
