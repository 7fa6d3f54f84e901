// The form in which a reader chooses edition and library. early.js knows what is chosen, shows it and keeps it.

import { changed, choice } from "./progress.js";

export function enhanceChoice(forms, path) {
  for (const form of forms) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      document.dispatchEvent(new CustomEvent("pg-choose", { detail: { [target.name]: target.value } }));
      changed();
    });
  }
  const show = () => {
    for (const form of forms) {
      for (const select of form.elements) select.value = choice()[select.name];
    }
    tellAddress(path);
  };
  document.addEventListener("pg-progress", show);
  show();
}

/** Put what was chosen into the address, but what everyone is shown; all else in it stays. */
function tellAddress(path) {
  const url = new URL(location.href);
  const standard = { edition: path.edition, track: "" };
  for (const [name, value] of Object.entries(choice())) {
    if (value === standard[name]) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
