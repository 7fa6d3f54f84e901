// The progress page: totals by step and level; ticks are saved to a file, read from one, or reset.

import { say } from "./path.js";
import { choice, isTaken, route, states, ticks } from "./progress.js";

const LARGEST = 8_000_000; // bytes of a file that is read: ticks.js accepts four million characters

export function enhanceProgressPage(page, path) {
  const show = () => {
    page.querySelector("[data-pg-unkept]").hidden = ticks.areKept;
    showSteps(page, path);
    showLevels(page, path);
  };
  document.addEventListener("pg-progress", show);
  show();
  page.querySelector("[data-pg-print]")?.addEventListener("click", () => print());
  enhanceFiles(page, path);
  enhanceReset(page, path);
}

function showSteps(page, path) {
  for (const { step, done, of, state } of states(path)) {
    const cells = page.querySelectorAll(`[data-pg-row="${step.id}"] td`);
    const checks = step.checks[choice().edition];
    const answered = checks.filter((id) => ticks.isDone(id)).length;
    cells[0].textContent = counted(path, done, of);
    cells[1].textContent = counted(path, answered, checks.length);
    cells[2].textContent = say(path, `progress.states.${state}`);
  }
}

function showLevels(page, path) {
  for (const row of page.querySelectorAll("[data-pg-level]")) {
    const entries = route(path).filter((entry) => entry.level === row.dataset.pgLevel);
    row.querySelector("td").textContent = counted(path, entries.filter(isTaken).length, entries.length);
  }
}

function counted(path, count, of) {
  return of ? say(path, "progress.of", { count, of }) : "–";
}

function enhanceFiles(page, path) {
  const status = page.querySelector("[data-pg-status]");
  page.querySelector("[data-pg-export]").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([ticks.text], { type: "application/json" }));
    link.download = "progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
  const anyway = page.querySelector("[data-pg-anyway]");
  let asked;
  const take = ({ name, text }) => {
    anyway.hidden = true;
    status.textContent = resultOf(path, name, ticks.add(text));
  };
  const ask = (file, site) => {
    asked = file;
    anyway.hidden = false;
    status.textContent = say(path, "progress.stranger", { file: file.name, site });
  };
  page.querySelector("[data-pg-import]").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const read = { name: file.name, text: file.size <= LARGEST ? await file.text() : "" };
    target.value = ""; // so that the same file can be chosen again
    const site = ticks.strangerOf(read.text);
    if (site) ask(read, site);
    else take(read);
  });
  anyway.addEventListener("click", () => {
    take(asked);
    page.querySelector("[data-pg-import]").focus();
  });
}

function resultOf(path, file, added) {
  if (added < 0) return say(path, "progress.refused", { file });
  return added ? say(path, "progress.added", { count: added }) : say(path, "progress.nothing_new");
}

function enhanceReset(page, path) {
  const status = page.querySelector("[data-pg-status]");
  const undo = page.querySelector("[data-pg-undo]");
  let forgotten = "";
  page.querySelector("[data-pg-reset]").addEventListener("click", () => {
    const { count } = ticks;
    if (count) forgotten = ticks.reset();
    undo.hidden = !count;
    page.querySelector("[data-pg-anyway]").hidden = true;
    status.textContent = count ? say(path, "progress.forgotten", { count }) : say(path, "progress.nothing_to_forget");
  });
  undo.addEventListener("click", () => {
    ticks.add(forgotten);
    undo.hidden = true;
    status.textContent = say(path, "progress.back");
    page.querySelector("[data-pg-reset]").focus();
  });
}
