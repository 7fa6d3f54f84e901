// The reader's progress: the ticks, and what they mean on the route of the chosen edition and track.

import { base, elementOf, say } from "./path.js";
import { Ticks } from "./ticks.js";

/** The ticks of this site, one instance a page. The document gets the event `pg-progress` when they change. */
export const ticks = new Ticks(base);
ticks.watch(changed);

/** Notify every part of the page that ticks or the reader's choice changed. */
export function changed() {
  document.dispatchEvent(new CustomEvent("pg-progress"));
}

/** Where the browser keeps the options of the study plan. */
export const PLAN = `pathgen-plan:${base.pathname}`;

const SAVED = `pathgen-saved:${base.pathname}`;
const MANY = 20; // ticks
const LONG = 5 * 86_400_000; // milliseconds: Safari forgets what a site keeps that was not visited for seven days

/** Remember that the reader has a file of all that is ticked now, or does not want one. */
export function saved() {
  try {
    localStorage.setItem(SAVED, `${Date.now()} ${ticks.count}`);
  } catch {
    // Where storage is full, the page says so.
  }
}

/** Whether to offer the reader a file: for many ticks, or for days. */
export function isTimeToSave() {
  const [at = ticks.said.at(-1)?.at, count = 0] = (localStorage.getItem(SAVED) ?? "").split(" ").filter(Boolean).map(Number);
  return ticks.count - count >= MANY || Date.now() - at > LONG;
}

/** Return the reader's choice: `{edition, track}`, each an id or empty. */
export function choice() {
  const { edition = "", track = "" } = document.documentElement.dataset;
  return { edition, track };
}

/** Return the entries of the reader's edition and track, in order, without those that the reader skips. */
export function route(path) {
  const { edition, track } = choice();
  const stops = path.routes[edition][track].map((at) => path.entries[at]);
  return stops.filter((stop) => isTaken(stop) || !ticks.isSkipped(stop.id));
}

/** Whether an entry of the route, or one of its alternatives, is done. */
export function isTaken(entry) {
  return [entry.id, ...entry.instead].some((id) => ticks.isDone(id));
}

/** Return the address of an entry of the path, with its anchor. */
export function place(path, entry) {
  return new URL(`${path.steps[entry.step].url}#${entry.id}`, path.base).href;
}

/** Return how much of each step is done: `[{step, done, of, state}]`; `state` is a key of `progress.states`. */
export function states(path) {
  const found = path.steps.map((step) => ({ step, done: 0, of: 0 }));
  for (const entry of route(path)) {
    found[entry.step].of += 1;
    if (isTaken(entry)) found[entry.step].done += 1;
  }
  return found.map((counts) => ({ ...counts, state: state(counts) }));
}

function state({ step, done, of }) {
  if (!of) return "nothing";
  if (done === of) return step.checks[choice().edition].every((id) => ticks.isDone(id)) ? "done" : "read";
  return done ? "begun" : "ahead";
}

/** Return the entries that are not done: of a step, or of the whole path. */
export function left(path, step = "") {
  return route(path).filter((entry) => !isTaken(entry) && (!step || path.steps[entry.step].id === step));
}

/**
 * Return the answer to a tick in a step, as texts and links: how much is done, and at the end of the step what follows.
 * @param {Path} path
 * @param {string} id
 * @returns {(string | HTMLAnchorElement)[]}
 */
export function reply(path, id) {
  const { step, done, of, state: now } = states(path).find((counts) => counts.step.id === id);
  if (now === "begun" || now === "ahead") return [say(path, "progress.topic", { count: done, of })];
  if (now === "read") return [say(path, "progress.ask_yourself"), onward(path)];
  if (now === "nothing") return [say(path, "progress.no_essentials"), onward(path)];
  return [step.number ? say(path, "progress.step_done", step) : say(path, "progress.part_done", step), onward(path)];
}

function onward(path) {
  const [entry] = left(path);
  if (!entry) return linkTo(new URL("progress/", path.base).href, say(path, "progress.end"));
  const step = path.steps[entry.step];
  return linkTo(new URL(step.url, path.base).href, say(path, "progress.step_next", { title: step.title }));
}

/**
 * Return a link.
 * @param {string} href
 * @param {string} textContent
 */
export function linkTo(href, textContent) {
  return elementOf("a", { href, textContent });
}
