// Shows how far the reader is: on the home page, on steps and topics, in the navigation, and what comes next.

import { say } from "./path.js";
import { isTaken, place, route, states, ticks } from "./progress.js";

export function enhanceStanding(path) {
  const stations = stationsOf(path);
  const show = () => {
    const found = states(path);
    document.documentElement.toggleAttribute("data-begun", ticks.count > 0);
    for (const one of found) {
      for (const station of stations.get(one.step.id)) showState(station, one, path);
    }
    for (const room of document.querySelectorAll("[data-pg-path]")) showFar(room, route(path), path);
    for (const room of document.querySelectorAll("[data-pg-step]")) showStep(room, path);
    showTopic(path);
    showNext(path);
  };
  document.addEventListener("pg-progress", show);
  show();
}

/** Find where the state of each step is shown: `{id of the step: [[where the words go, what gets the colour]]}`. */
function stationsOf(path) {
  const links = [...document.querySelectorAll(".md-nav--primary a.md-nav__link")];
  return new Map(path.steps.map((step) => {
    const url = new URL(step.url, path.base).href;
    const inNavigation = links.filter((link) => !link.hash && link.href.split("?")[0] === url).map((link) => {
      const mark = Object.assign(document.createElement("span"), { className: "pg-mark" });
      link.append(mark);
      return [mark, link];
    });
    const onHome = [...document.querySelectorAll(`[data-pg-station="${step.id}"]`)];
    return [step.id, [...inNavigation, ...onHome.map((one) => [one.querySelector(".pg-journey__state"), one])]];
  }));
}

function showState([words, item], { state, done, of }, path) {
  item.dataset.state = state;
  const count = state === "begun" ? ` (${say(path, "progress.of", { count: done, of })})` : "";
  words.textContent = state === "nothing" || (state === "ahead" && !ticks.count) ? "" : say(path, `progress.states.${state}`) + count;
}

/** Say how many of some entries are done, with a bar, and what else there is to say. */
function showFar(room, entries, path, more = []) {
  const count = entries.filter(isTaken).length;
  const of = entries.length;
  room.querySelector(".pg-bar > span").style.width = `${of ? (100 * count) / of : 0}%`;
  const texts = [of ? say(path, "progress.essentials", { count, of }) : say(path, "progress.no_essentials"), ...more];
  room.querySelectorAll(".pg-fact").forEach((fact, at) => { fact.textContent = texts[at] ?? ""; });
}

/** Say how far one is with a step: its essentials, the same by level, and its questions. */
function showStep(room, path) {
  const at = path.steps.findIndex((step) => step.id === room.dataset.pgStep);
  const entries = route(path).filter((entry) => entry.step === at);
  const more = byLevel(entries, path).map(({ level, count, of }) => say(path, "progress.level", { level, count, of }));
  const { checks } = path.steps[at];
  const answered = checks.filter((id) => ticks.isDone(id)).length;
  if (checks.length) more.push(say(path, "progress.questions", { count: answered, of: checks.length }));
  showFar(room, entries, path, more);
}

function byLevel(entries, path) {
  const levels = Object.keys(path.texts.levels).map((key) => {
    const these = entries.filter((entry) => entry.level === key);
    return { level: path.texts.levels[key], count: these.filter(isTaken).length, of: these.length };
  });
  const found = levels.filter(({ of }) => of);
  return found.length > 1 ? found : [];
}

/** Count the ticks on a page whose entries are in no order. */
function showTopic(path) {
  const room = document.querySelector("[data-pg-count]");
  if (!room) return;
  const items = [...document.querySelectorAll("li[data-id]")];
  const count = items.filter((item) => ticks.isDone(item.dataset.id)).length;
  room.textContent = say(path, "progress.topic", { count, of: items.length });
}

/** Lead to the next entry that is not done. */
function showNext(path) {
  const entry = route(path).find((one) => !isTaken(one));
  const button = document.querySelector("[data-pg-continue]");
  const room = document.querySelector("[data-pg-next]");
  if (button && ticks.count) button.href = entry ? place(path, entry) : new URL("progress/", path.base).href;
  if (!room) return;
  if (!entry) {
    room.textContent = say(path, "progress.finished");
    return;
  }
  const link = document.createElement("a");
  link.href = place(path, entry);
  link.textContent = say(path, "progress.next", { title: entry.title });
  room.replaceChildren(link);
}
