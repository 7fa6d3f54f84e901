// A checkbox at each entry and each self-check question.

import { say } from "./path.js";
import { reply, ticks } from "./progress.js";
import { announce } from "./announce.js";

export function addTickBoxes(path) {
  const boxes = [...document.querySelectorAll("li[data-id], li[data-check]")].map((item) => boxOf(item, path));
  const show = () => {
    for (const box of boxes) {
      box.checked = ticks.isDone(box.value);
      box.indeterminate = ticks.stateOf(box.value) === "in-progress";
    }
  };
  document.addEventListener("pg-progress", show);
  listenToBoxes(path);
  show();
}

/** Keep what the reader ticks; `during` is called with the function that does so. */
export function listenToBoxes(path, during = (act) => act()) {
  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.(".pg-tick")) return;
    during(() => ticks.set(target.value, target.checked ? "done" : ""));
    if (!ticks.areKept) announce(say(path, "progress.unkept"));
    else answer(target, path);
  });
}

/** Answer a tick in a step beside its box; a screen reader hears the line of `announce`. */
function answer(box, path) {
  const step = /** @type {HTMLElement | null} */ (document.querySelector("[data-pg-step]"));
  document.querySelector(".pg-said")?.remove();
  if (!step) return;
  const parts = reply(path, step.dataset.pgStep);
  const said = Object.assign(document.createElement("p"), { className: "pg-said" });
  said.append(...parts.flatMap((part) => [part, " "]));
  box.closest("li").append(said);
  announce(said.textContent.trim(), true);
}

/** Put a box that ticks an entry or a question into its item. */
export function boxOf(item, path) {
  return tickIn(item, item.dataset.id ?? item.dataset.check, say(path, "progress.tick", { title: nameOf(item) }));
}

/** Return the title of an entry, or a question, by its item. */
export function nameOf(item) {
  return (item.querySelector("a:not(.pg-permalink)") ?? item.querySelector(".pg-entry__title, p")).textContent;
}

/** Put a box that ticks something, by its id, into an element. */
export function tickIn(element, value, ariaLabel) {
  const kind = { type: "checkbox", className: "pg-tick", autocomplete: "off" };
  const box = Object.assign(document.createElement("input"), { ...kind, value, ariaLabel });
  element.prepend(box);
  return box;
}
