// How far the reader is: the ticks, and what they mean on the route of the chosen edition and track.

import { base } from "./path.js";
import { Ticks } from "./ticks.js";

/** The ticks of this site; the one instance of a page. The document gets the event `pg-progress` as they change. */
export const ticks = new Ticks(base);
ticks.watch(changed);

/** Tell every part of the page that ticks or the reader's choice changed. */
export function changed() {
  document.dispatchEvent(new CustomEvent("pg-progress"));
}

/** What the reader chose: `{edition, track}`, each an id or empty. */
export function choice() {
  const { edition = "", track = "" } = document.documentElement.dataset;
  return { edition, track };
}

/** The entries that the reader's edition and track ask for, in order. */
export function route(path) {
  const { edition, track } = choice();
  return path.routes[edition][track].map((at) => path.entries[at]);
}

/** Whether a stop of the route is done: its entry, or one that would do as well. */
export function isTaken(entry) {
  return [entry.id, ...entry.instead].some((id) => ticks.isDone(id));
}

/** The address where an entry of the path stands, with its anchor. */
export function place(path, entry) {
  return new URL(`${path.steps[entry.step].url}#${entry.id}`, path.base).href;
}

/** How far one is with each step: `[{step, done, of, state}]`, the state a key of the texts in `progress.states`. */
export function states(path) {
  const found = path.steps.map((step) => ({ step, done: 0, of: 0 }));
  for (const entry of route(path)) {
    found[entry.step].of += 1;
    if (isTaken(entry)) found[entry.step].done += 1;
  }
  return found.map((one) => ({ ...one, state: state(one) }));
}

function state({ done, of }) {
  if (!of) return "nothing";
  if (done === of) return "done";
  return done ? "begun" : "ahead";
}
