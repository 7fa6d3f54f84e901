// The form in which a reader chooses edition and library. early.js shows the choice and stores it.

import { changed, choice } from "./progress.js";

/** `isInAddress`: where it differs from the default; the page of the plan keeps all its options there itself. */
export function enhanceChoice(forms, path, isInAddress = true) {
  for (const form of forms) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      const detail = { [target.name]: target.value };
      if (target.name === "edition") {
        offerTracks(form, target.value);
        if (form.elements.track?.selectedOptions[0]?.disabled) detail.track = "";
      }
      document.dispatchEvent(new CustomEvent("pg-choose", { detail }));
      changed();
    });
  }
  const show = () => {
    for (const form of forms) {
      for (const select of form.elements) select.value = choice()[select.name];
      offerTracks(form, choice().edition);
    }
    if (isInAddress) updateAddress(path);
  };
  document.addEventListener("pg-progress", show);
  show();
}

/** Offer the tracks for which an edition lists something; one that came with an address stays chosen. */
function offerTracks(form, edition) {
  for (const option of form.querySelectorAll("option[data-pg-editions]")) {
    option.disabled = option.hidden = !option.dataset.pgEditions.split(" ").includes(edition);
  }
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
