// On the progress page: what the reader said of entries and concepts, by date, and the questions that come back.

import { elementOf, say } from "./path.js";
import { choice, linkTo, place, ticks } from "./progress.js";

export function enhanceDiary(page, path) {
  const [diary, review] = ["[data-pg-diary]", "[data-pg-review]"].map((name) => page.querySelector(name));
  const questions = new Set(path.steps.flatMap((step) => Object.values(step.checks).flat()));
  const show = () => {
    const said = ticks.said.filter(({ id }) => !questions.has(id));
    diary.querySelector("summary").textContent = say(path, "progress.diary", { count: said.length });
    if (diary.open) showDiary(diary, said, path);
    if (review) showDue(review, path);
  };
  document.addEventListener("pg-progress", show);
  diary.addEventListener("toggle", show);
  review?.addEventListener("click", ({ target }) => {
    const { known } = target.dataset;
    if (!known) return;
    ticks.answer(target.closest("[data-pg-ask]").dataset.pgAsk, known === "true");
    review.querySelector("summary").focus();
  });
  show();
}

async function showDiary(diary, said, path) {
  const named = await namesOf(said, path);
  diary.querySelector("ol").replaceChildren(...said.map((record) => itemOf(record, named(record.id), path)));
}

/** Return a function from an id to a link or a text; entries that no route has are looked up in catalogue.json. */
async function namesOf(said, path) {
  const names = new Map(path.entries.map((entry) => [entry.id, [entry.title, place(path, entry)]]));
  for (const [id, { title }] of Object.entries(path.concepts)) {
    names.set(`concept:${id}`, [title, new URL(`concepts/#${id}`, path.base).href]);
  }
  if (said.some(({ id }) => !names.has(id))) {
    const { entries } = await (await fetch(new URL("catalogue.json", path.base))).json();
    for (const { id, title, page } of entries) names.set(id, [title, new URL(page, path.base).href]);
  }
  return (id) => (names.has(id) ? linkTo(names.get(id)[1], names.get(id)[0]) : id);
}

function itemOf({ id, state, text, star, at }, name, path) {
  const words = [
    new Intl.DateTimeFormat(path.language, { dateStyle: "medium", numberingSystem: "latn", calendar: "gregory" }).format(at),
    state && say(path, id.startsWith("concept:") ? "concepts.states.known" : `progress.said.${state}`),
    star && `★ ${say(path, "progress.star")}`,
  ];
  const facts = elementOf("span", { className: "pg-quiet" }, words.filter(Boolean).join(" · "));
  return elementOf("li", {}, name, " ", facts, ...(text ? [elementOf("p", {}, text)] : []));
}

/** Show the questions of the reader's edition that were answered so long ago that they come back. */
function showDue(review, path) {
  const asked = new Set(path.steps.flatMap((step) => step.checks[choice().edition]));
  const items = [...review.querySelectorAll("[data-pg-ask]")];
  for (const item of items) item.hidden = !(asked.has(item.dataset.pgAsk) && ticks.isDue(item.dataset.pgAsk));
  const count = items.filter((item) => !item.hidden).length;
  review.querySelector("summary").textContent = say(path, count ? "progress.due" : "progress.none_due", { count });
}
