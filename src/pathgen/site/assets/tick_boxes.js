// A checkbox at each entry and each self-check question.

import { announce, elementOf, say } from "./path.js";
import { isTimeToSave, linkTo, reply, saved, ticks } from "./progress.js";

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

/** Answer a tick beside its box: in a step how much is done, which a screen reader hears from the line of `announce`. */
function answer(box, path) {
  const step = /** @type {HTMLElement | null} */ (document.querySelector("[data-pg-step]"));
  for (const line of document.querySelectorAll(".pg-said")) line.remove();
  const item = box.closest("li");
  if (step) {
    const said = lineOf(reply(path, step.dataset.pgStep));
    item.append(said);
    announce(said.textContent.trim(), true);
  }
  if (isTimeToSave()) item?.append(offer(path));
}

function lineOf(parts) {
  return elementOf("p", { className: "pg-said" }, ...parts.flatMap((part) => [part, " "]));
}

/** Return a line that offers the file to keep. */
function offer(path) {
  const later = elementOf("button", { type: "button", className: "pg-link" }, say(path, "progress.later"));
  const save = linkTo(new URL("progress/#keep", path.base).href, say(path, "progress.save"));
  const line = lineOf([say(path, "progress.offer"), save, later]);
  later.addEventListener("click", () => {
    saved();
    line.parentElement.querySelector(".pg-tick").focus();
    line.remove();
  });
  return line;
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
  const box = elementOf("input", { ...kind, value, ariaLabel });
  element.prepend(box);
  return box;
}
