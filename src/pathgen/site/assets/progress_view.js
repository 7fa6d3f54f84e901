// Shows the progress on the home page, on steps and topics and in the navigation, and what comes next.

import { elementOf, say } from "./path.js";
import { choice, isTaken, left, linkTo, place, reply, route, states, ticks } from "./progress.js";

export function showProgress(path) {
  const stations = stationsOf(path);
  const show = () => {
    const found = states(path);
    document.documentElement.toggleAttribute("data-begun", ticks.count > 0);
    for (const counts of found) {
      for (const station of stations.get(counts.step.id)) showState(station, counts, path);
    }
    for (const box of document.querySelectorAll("[data-pg-path]")) showCounts(box, route(path), path);
    for (const box of document.querySelectorAll("[data-pg-step]")) showStep(box, path);
    showTopic(path);
    showNext(path);
  };
  document.addEventListener("pg-progress", show);
  show();
}

/** Return where each step's state is shown: `{id of the step: [[element for the words, element for the colour]]}`. */
function stationsOf(path) {
  const links = [...document.querySelectorAll(".md-nav--primary a.md-nav__link")];
  return new Map(path.steps.map((step) => {
    const url = new URL(step.url, path.base).href;
    const inNavigation = links.filter((link) => !link.hash && link.href.split("?")[0] === url).map((link) => {
      const mark = elementOf("span", { className: "pg-mark" });
      link.append(mark);
      return [mark, link];
    });
    const onHome = [...document.querySelectorAll(`[data-pg-station="${step.id}"]`)];
    return [step.id, [...inNavigation, ...onHome.map((item) => [item.querySelector(".pg-journey__state"), item])]];
  }));
}

function showState([words, item], { state, done, of }, path) {
  item.dataset.state = state;
  const count = state === "begun" ? ` (${say(path, "progress.of", { count: done, of })})` : "";
  words.textContent = state === "nothing" || (state === "ahead" && !ticks.count) ? "" : say(path, `progress.states.${state}`) + count;
}

/** Show how many of some entries are done, as a bar and in words, and further lines. */
function showCounts(box, entries, path, more = []) {
  const count = entries.filter(isTaken).length;
  const of = entries.length;
  const bar = box.querySelector(".pg-bar > span");
  if (bar) bar.style.width = `${of ? (100 * count) / of : 0}%`;
  const texts = [of ? say(path, "progress.essentials", { count, of }) : say(path, "progress.no_essentials"), ...more];
  box.querySelectorAll(".pg-fact").forEach((fact, at) => { fact.textContent = texts[at] ?? ""; });
}

/** Show the progress in a step: its essentials, the same by level, and its questions. */
function showStep(box, path) {
  const at = path.steps.findIndex((step) => step.id === box.dataset.pgStep);
  const entries = route(path).filter((entry) => entry.step === at);
  const more = byLevel(entries, path).map(({ level, count, of }) => say(path, "progress.level", { level, count, of }));
  const checks = path.steps[at].checks[choice().edition];
  const answered = checks.filter((id) => ticks.isDone(id)).length;
  if (checks.length) more.push(say(path, "progress.questions", { count: answered, of: checks.length }));
  showCounts(box, entries, path, more);
}

function byLevel(entries, path) {
  const levels = Object.keys(path.texts.levels).map((key) => {
    const these = entries.filter((entry) => entry.level === key);
    return { level: path.texts.levels[key], count: these.filter(isTaken).length, of: these.length };
  });
  const found = levels.filter(({ of }) => of);
  return found.length > 1 ? found : [];
}

/** Count the ticks on a page whose entries have no order. */
function showTopic(path) {
  const box = document.querySelector("[data-pg-count]");
  if (!box) return;
  const items = [...document.querySelectorAll("li[data-id]")];
  const count = items.filter((item) => ticks.isDone(item.dataset.id)).length;
  box.textContent = say(path, "progress.topic", { count, of: items.length });
}

/** Link to the next entry that is not done. */
function showNext(path) {
  const [entry] = left(path);
  const end = new URL("progress/", path.base).href;
  document.documentElement.toggleAttribute("data-finished", !entry && ticks.count > 0);
  const card = document.querySelector("[data-pg-card]");
  if (card && ticks.count) card.querySelector(".pg-card__next").replaceChildren(...nextInCard(card.dataset.pgCard, path));
  const button = document.querySelector("[data-pg-continue]");
  const box = document.querySelector("[data-pg-next]");
  if (button && ticks.count) button.href = entry ? place(path, entry) : end;
  if (!box) return;
  if (!entry) {
    box.textContent = say(path, "progress.finished");
    return;
  }
  box.replaceChildren(linkTo(place(path, entry), say(path, "progress.next", { title: entry.title })));
}

/** Return what a card shows: the next entry of a step, or of the path; at the end, what follows. */
function nextInCard(step, path) {
  const [entry, following] = left(path, step);
  if (entry) return [...described(entry, step, path), ...(following ? [thenOf(following, path)] : [])];
  const [title, ...more] = step ? reply(path, step) : [say(path, "progress.finished")];
  return [paragraph("pg-card__title", title), ...more.map((link) => paragraph("pg-card__act", link))];
}

function described(entry, step, path) {
  const named = entry.part ? `${entry.title}, ${entry.part}` : entry.title;
  const title = paragraph("pg-card__title", linkTo(place(path, entry), named));
  const facts = [paragraph("pg-facts", entry.facts), ...(entry.why ? [paragraph("pg-why", entry.why)] : [])];
  const shown = step && document.querySelector(`.pg-entry[data-id="${entry.id}"] .pg-entry__title > a[rel]`);
  if (!shown) return [title, ...facts];
  const open = linkTo(shown.href, document.querySelector(".pg-card__first .pg-button").textContent);
  return [title, ...facts, paragraph("pg-card__act", Object.assign(open, { className: "pg-button", rel: "noopener" }))];
}

function thenOf(entry, path) {
  return paragraph("pg-card__then", linkTo(place(path, entry), say(path, "progress.then", entry)));
}

function paragraph(className, content) {
  return elementOf("p", { className }, content);
}
