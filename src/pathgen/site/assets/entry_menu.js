// The button of an entry, and what it opens: whether the entry is in progress or not for the reader, a star, a note.

import { elementOf, say } from "./path.js";
import { ticks } from "./progress.js";
import { LONGEST_NOTE } from "./ticks.js";
import { nameOf } from "./tick_boxes.js";

/** Put a button into each entry that is shown in full. */
export function addMenus(path) {
  const items = [...document.querySelectorAll(".pg-entry[data-id]:not(.pg-entry--again)")];
  const buttons = items.map((item) => [buttonOf(item), say(path, "progress.menu", { title: nameOf(item) })]);
  const show = () => {
    for (const [button, name] of buttons) showSaid(button, name, path);
  };
  document.addEventListener("pg-progress", show);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".pg-menu");
    if (button) toggle(button, path);
  });
  show();
}

function buttonOf(item) {
  const button = elementOf("button", { type: "button", className: "pg-menu", ariaExpanded: "false" });
  button.value = item.dataset.id;
  item.querySelector(".pg-tick").after(button);
  return button;
}

/** Show on the button, and tell its name, what the reader said; the box of the entry shows its state. */
function showSaid(button, name, path) {
  const state = ticks.stateOf(button.value);
  const { text, star } = ticks.noteOf(button.value);
  const words = [state && say(path, `progress.said.${state}`), star && say(path, "progress.star"), text && say(path, "progress.note")];
  button.ariaLabel = [name, ...words.filter(Boolean)].join(" · ");
  button.textContent = [star && "★", text && "✎"].filter(Boolean).join("") || "⋯";
  button.parentElement.dataset.said = state;
}

function toggle(button, path) {
  const isOpen = button.ariaExpanded === "true";
  document.querySelector(".pg-panel")?.remove();
  for (const other of document.querySelectorAll(".pg-menu[aria-expanded=true]")) other.ariaExpanded = "false";
  if (isOpen) return;
  const panel = panelOf(button, path);
  button.ariaExpanded = "true";
  button.parentElement.append(panel);
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    toggle(button, path);
    button.focus();
  });
  panel.querySelector("button").focus();
}

function panelOf(button, path) {
  const id = button.value;
  const panel = elementOf("div", { className: "pg-panel", role: "group", ariaLabel: button.ariaLabel });
  const state = (name) => switchOf(say(path, `progress.said.${name}`), {
    isOn: () => ticks.stateOf(id) === name,
    turn: (isOn) => ticks.set(id, isOn ? name : ""),
  });
  const star = switchOf(say(path, "progress.star"), {
    isOn: () => ticks.noteOf(id).star,
    turn: (isOn) => ticks.note(id, { ...ticks.noteOf(id), star: isOn }),
  });
  const note = elementOf("textarea", { rows: 2, maxLength: LONGEST_NOTE, value: ticks.noteOf(id).text });
  note.addEventListener("input", () => ticks.note(id, { ...ticks.noteOf(id), text: note.value.trim() }));
  panel.append(state("in-progress"), state("skipped"), star, elementOf("label", {}, say(path, "progress.note"), note));
  const source = button.parentElement.querySelector(".pg-source")?.cloneNode(true);
  if (source) panel.append(source);
  source?.classList.remove("pg-unscripted");
  return panel;
}

/** Return a button that is on or off; all of a panel follow what any of them changes. */
function switchOf(textContent, { isOn, turn }) {
  const button = elementOf("button", { type: "button", textContent });
  const show = () => { button.ariaPressed = String(isOn()); };
  button.addEventListener("click", () => {
    turn(!isOn());
    for (const other of button.parentElement.querySelectorAll("button")) other.dispatchEvent(new Event("pg-turned"));
  });
  button.addEventListener("pg-turned", show);
  show();
  return button;
}
