// The form in which a reader chooses edition and library. early.js shows the choice and stores it.

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
    updateAddress(path);
  };
  document.addEventListener("pg-progress", show);
  show();
}

/** Put the choice into the address where it differs from the default; leave the rest of the address as it is. */
function updateAddress(path) {
  const url = new URL(location.href);
  const standard = { edition: path.edition, track: "" };
  for (const [name, value] of Object.entries(choice())) {
    if (value === standard[name]) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
