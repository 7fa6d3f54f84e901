// The study plan page: the reader's options, which are kept in the address, and the sessions as a calendar.

import { enhanceChoice } from "./choice.js";
import { calendar } from "./ics.js";
import { loadPath, say } from "./path.js";
import { choice, ticks } from "./progress.js";
import { DAYS, dayOf, openEnded, planned, problemWith, tasksOf, weekday, writtenDay } from "./sessions.js";

/** @type {Intl.DateTimeFormatOptions} */
const LONG = { dateStyle: "long" };
const COLUMNS = 4; // that leave room for a title

const root = document.querySelector("[data-pg-plan]");
const rule = JSON.parse(root.dataset.pgPlan);
const [first, last] = [rule.first, rule.last].map((day) => day.slice(0, 4));
const limits = { first, last, least: rule.least, most: rule.most / 60, sessions: rule.sessions };
const form = root.querySelector(".pg-plan__form");
const { hours, start, today } = form.elements;
const boxes = [...form.querySelectorAll("[name=days]")];
const part = (name) => root.querySelector(name);

const path = await loadPath();
ticks.know(path);
let sessions = [];

start.value = writtenDay(nextMonday());
fillIn(new URLSearchParams(location.search));
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
today.addEventListener("click", () => {
  start.value = writtenDay(thisDay());
  show();
});
part("[name=calendar]").addEventListener("click", download);
part("[name=print]").addEventListener("click", () => print());
enhanceChoice(root.querySelectorAll("[data-pg-choose]"), path);
document.addEventListener("pg-progress", show); // after that of the choice, so that the address contains the whole plan
show();

/** Return today, where the reader is. */
function thisDay() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86_400_000;
}

function nextMonday() {
  return thisDay() + 7 - weekday(thisDay());
}

/** Fill in the form from the address, as far as its values are valid. */
function fillIn(asked) {
  if (Number.parseFloat(asked.get("hours")) > 0) hours.value = Number.parseFloat(asked.get("hours"));
  if (dayOf(asked.get("start"))) start.value = asked.get("start");
  const days = asked.get("days")?.split(",");
  if (days?.some((day) => DAYS.includes(day))) for (const box of boxes) box.checked = days.includes(box.value);
}

/** Make the plan from the form, show it, and keep the options in the address. */
function show() {
  const { edition, track } = choice();
  const days = boxes.filter((box) => box.checked).map((box) => DAYS.indexOf(box.value));
  const week = { minutes: Math.floor(hours.valueAsNumber * 60 + 0.5), days, start: dayOf(start.value) };
  const tasks = tasksOf(path, edition, track, ticks, rule);
  const titles = openEnded(path, edition, track, ticks).join(say(path, "concepts.comma"));
  const then = titles && text("then", { titles });
  const problem = problemWith(week, rule);
  const plan = problem ? null : planned(tasks, week, rule);
  sessions = plan?.sessions ?? [];
  const whose = [chosen("edition", edition), chosen("track", track)];
  part(".pg-plan__choice").textContent = whose.filter(Boolean).join(" · ");
  part("[role=status]").replaceChildren(
    ...(plan ? summary(plan, tasks, then) : [text(problem || "too_long", limits)]).map((line) => elementOf("p", {}, line)),
  );
  part("[name=calendar]").disabled = !sessions.length;
  part(".pg-plan__weeks").replaceChildren(...weeks(days));
  const asked = { hours: hours.value, start: start.value, days: days.map((day) => DAYS[day]) };
  if (!problem) remember({ ...asked, edition, track });
}

function chosen(name, id) {
  const option = path[`${name}s`].find((known) => known.id === id);
  return option && text(name, { title: option.title });
}

function remember(options) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(options)) {
    if (String(value)) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  address.search = address.search.replaceAll("%2C", ",");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** Return the sentences that say how much there is to do, when it ends, and what was estimated. */
function summary({ earliest, latest }, tasks, then) {
  if (!sessions.length) return [then || text("nothing")];
  const items = sessions.flatMap((session) => session.items);
  const [unknown, checks] = ["isUnknown", "isCheck"].map((field) => tasks.filter((task) => task[field]).length);
  return [
    text("sessions", { count: sessions.length, time: spent(minutesOf(items)), day: date(sessions.at(-1).day) }),
    earliest !== latest && text("range", { earliest: date(earliest, LONG), latest: date(latest, LONG) }),
    unknown && text("unknown", { count: unknown, time: spent(rule.unknown) }),
    checks && text("checks", { count: checks, time: spent(rule.check) }),
    then,
  ].filter(Boolean);
}

/** Return a section for each week with an item for each day; a few weekdays get a column each. */
function weeks(days) {
  const found = [];
  for (const session of sessions) {
    const monday = session.day - weekday(session.day);
    if (found.at(-1)?.monday !== monday) found.push({ monday, list: listed("ol", "pg-list pg-plan__week") });
    const item = elementOf("li", {}, dayHead(session), listed("ul", "pg-list", ...session.items.map(shown)));
    if (days.length <= COLUMNS) item.style.setProperty("--pg-day", days.indexOf(weekday(session.day)) + 1);
    found.at(-1).list.append(item);
  }
  return found.map(({ monday, list }, at) => {
    list.style.setProperty("--pg-days", days.length);
    return elementOf("section", {}, elementOf("h3", {}, text("week", { number: at + 1, day: date(monday, LONG) })), list);
  });
}

function dayHead({ day, items }) {
  const short = date(day, { weekday: "short", day: "numeric", month: "short" });
  const time = elementOf("time", { dateTime: writtenDay(day) }, short);
  return elementOf("p", { className: "pg-plan__day" }, time, " ", elementOf("span", {}, spent(minutesOf(items))));
}

function shown(item) {
  const { task, minutes, parts } = item;
  const link = elementOf("a", { href: placeOf(task) }, title(task));
  const facts = [parts > 1 && partOf(item), spent(minutes)].filter(Boolean).join(" · ");
  return elementOf("li", {}, link, " ", elementOf("span", { className: "pg-quiet" }, facts));
}

function placeOf({ id, isCheck, step }) {
  return new URL(`${step.url}#${isCheck ? "self-check" : id}`, path.base).href;
}

function download() {
  const events = sessions.flatMap(({ day, items }) =>
    items.map((item) => ({
      uid: `${item.uid}@${rule.owner}`,
      day: writtenDay(day),
      following: writtenDay(day + 1),
      summary: item.parts > 1 ? text("named", { title: title(item.task), part: partOf(item) }) : title(item.task),
      description: [spent(item.minutes), stepOf(item.task)],
      url: item.task.url,
    })),
  );
  const written = calendar(text("calendar", { title: rule.title }), events, new Date());
  const address = URL.createObjectURL(new Blob([written], { type: "text/calendar" }));
  elementOf("a", { href: address, download: "study-plan.ics" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// --- words ---

function text(name, values) {
  return say(path, `plan.${name}`, values);
}

function title(task) {
  if (task.isCheck) return text("check", { title: task.title });
  return task.part ? `${task.title}, ${task.part}` : task.title;
}

function partOf(item) {
  return text("part", { part: item.part, parts: item.parts });
}

function stepOf({ step }) {
  return step.number ? text("step", { number: step.number, title: step.title }) : step.title;
}

function spent(minutes) {
  const values = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  if (!values.hours) return text("minutes", values);
  return text(values.minutes ? "hours_minutes" : "hours", values);
}

function minutesOf(items) {
  return items.reduce((sum, item) => sum + item.minutes, 0);
}

/**
 * Write a day in the path's language.
 * @param {number} day
 * @param {Intl.DateTimeFormatOptions} format
 */
function date(day, format = { dateStyle: "full" }) {
  const fixed = { timeZone: "UTC", numberingSystem: "latn", calendar: "gregory" };
  return new Intl.DateTimeFormat(path.language, { ...format, ...fixed }).format(day * 86_400_000);
}

/** Return a list without bullets that screen readers still announce as a list (Safari drops the role otherwise). */
function listed(tag, className, ...items) {
  return elementOf(tag, { className, role: "list" }, ...items);
}

function elementOf(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
