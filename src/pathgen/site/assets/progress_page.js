// The progress page: totals by step and level; ticks are saved to a file, read from one, or reset.

import { carried, carrying } from "./carry.js";
import { enhanceDiary } from "./diary.js";
import { base, saveFile, say } from "./path.js";
import { PLAN, choice, isTaken, linkTo, route, saved, states, ticks } from "./progress.js";

const SETTINGS = /^\?[\w=&,:.%-]{1,300}$/; // of a study plan, as its page keeps them
const LONGEST = 30_000; // characters of a link: some programs for messages cut longer ones
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
  enhanceDiary(page, path);
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

/** Return all that a reader keeps as the text of a file: ticks, notes, and the settings of the study plan. */
function everything(space) {
  const plan = localStorage.getItem(PLAN);
  return JSON.stringify({ ...JSON.parse(ticks.text), ...(plan ? { plan } : {}) }, null, space);
}

/** Add what a file has; of two settings of the plan, the later count. */
function add(text) {
  const count = ticks.add(text);
  if (count < 0) return count;
  const { plan } = JSON.parse(text);
  const time = (settings) => Number(new URLSearchParams(settings ?? "").get("saved"));
  if (SETTINGS.test(plan) && time(plan) > time(localStorage.getItem(PLAN)) && ticks.areKept) localStorage.setItem(PLAN, plan);
  return count;
}

function enhanceFiles(page, path) {
  const status = page.querySelector("[data-pg-status]");
  page.querySelector("[data-pg-export]").addEventListener("click", () => {
    saveFile("progress.json", "application/json", everything(1));
    saved();
  });
  const anyway = page.querySelector("[data-pg-anyway]");
  let asked;
  const take = ({ name, text }) => {
    anyway.hidden = true;
    status.textContent = resultOf(path, name, add(text));
  };
  const ask = (file, question) => {
    asked = file;
    anyway.hidden = false;
    status.textContent = question;
  };
  const offer = (file, question = "") => {
    const site = ticks.strangerOf(file.text);
    if (site) ask(file, say(path, "progress.stranger", { file: file.name, site }));
    else if (question) ask(file, question);
    else take(file);
  };
  page.querySelector("[data-pg-import]").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const read = { name: file.name, text: file.size <= LARGEST ? await file.text() : "" };
    target.value = ""; // so that the same file can be chosen again
    offer(read);
  });
  anyway.addEventListener("click", () => {
    take(asked);
    page.querySelector("[data-pg-import]").focus();
  });
  enhanceLink(page, path, offer);
}

/** Carry everything in a link, and ask about what the address of this page carries. */
function enhanceLink(page, path, offer) {
  const status = page.querySelector("[data-pg-status]");
  page.querySelector("[data-pg-carry]").addEventListener("click", async () => {
    const link = linkTo(new URL(await carrying(everything()), new URL("progress/", base)).href, say(path, "progress.link"));
    status.replaceChildren(link.href.length > LONGEST ? say(path, "progress.link_long") : link);
    if (link.href.length > LONGEST || !navigator.clipboard) return;
    try {
      await navigator.clipboard.writeText(link.href);
      status.replaceChildren(say(path, "progress.link_copied"));
    } catch {
      // Not allowed: the reader copies the link that is shown.
    }
  });
  const read = async () => {
    const text = await carried(location.hash);
    if (text === null) return;
    history.replaceState(history.state, "", location.pathname + location.search); // it is asked about once
    const count = text && ticks.countOf(text);
    offer({ name: say(path, "progress.link"), text }, count ? say(path, "progress.carried", { count }) : "");
    const answer = page.querySelector("[data-pg-anyway]");
    if (answer.hidden) status.scrollIntoView();
    else answer.focus();
  };
  addEventListener("hashchange", read);
  read();
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
