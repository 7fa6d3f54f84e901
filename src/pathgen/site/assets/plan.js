// The study plan page: the reader's options, which are kept in the address, and the sessions as a calendar.

import { enhanceChoice } from "./choice.js";
import { calendar } from "./ics.js";
import { elementOf, loadPath, saveFile, say } from "./path.js";
import { PLAN, choice, ticks } from "./progress.js";
import { DAYS, dayOf, middleOf, monday, planned, problemWith, stretches, tasksOf, weekday, worksOf, writtenDay } from "./sessions.js";
import { boxOf, listenToBoxes } from "./tick_boxes.js";

/** @type {Intl.DateTimeFormatOptions} */
const LONG = { dateStyle: "long" };
const COLUMNS = 4; // that leave room for a title
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const root = document.querySelector("[data-pg-plan]");
const rule = JSON.parse(root.dataset.pgPlan);
const [first, last] = [rule.first, rule.last].map((day) => day.slice(0, 4));
const limits = { first, last, least: rule.least, most: rule.most / 60, sessions: rule.sessions };
const form = root.querySelector(".pg-plan__form");
const { hours, start, at, today } = form.elements;
const boxes = [...form.querySelectorAll("[name=days]")];
const partOfPage = (name) => root.querySelector(name);

const path = await loadPath();
ticks.know(path);
let sessions = [];
let isTicking = false;

start.value = writtenDay(nextMonday());
fillIn(kept());
fillIn(new URLSearchParams(location.search));
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
today.addEventListener("click", () => {
  start.value = writtenDay(thisDay());
  show();
});
partOfPage("[name=calendar]").addEventListener("click", download);
partOfPage("[name=print]").addEventListener("click", () => print());
enhanceChoice(root.querySelectorAll("[data-pg-choose]"), path, false);
// What is ticked here stays in sight until the plan is made again, so that it can be unticked.
listenToBoxes(path, (act) => {
  isTicking = true;
  act();
  isTicking = false;
});
document.addEventListener("pg-progress", () => isTicking || show());
show();

/** Return today, where the reader is. */
function thisDay() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86_400_000;
}

function nextMonday() {
  return thisDay() + 7 - weekday(thisDay());
}

/** Return the options that the reader chose last; a plan that started in the past goes on today. */
function kept() {
  const options = new URLSearchParams(localStorage.getItem(PLAN) ?? "");
  if (dayOf(options.get("start")) < thisDay()) options.set("start", writtenDay(thisDay()));
  return options;
}

/** Fill in the form from options, as far as their values are valid. */
function fillIn(asked) {
  if (Number.parseFloat(asked.get("hours")) > 0) hours.value = Number.parseFloat(asked.get("hours"));
  if (dayOf(asked.get("start"))) start.value = asked.get("start");
  if (TIME.test(asked.get("at"))) at.value = asked.get("at");
  const days = asked.get("days")?.split(",");
  if (days?.some((day) => DAYS.includes(day))) for (const box of boxes) box.checked = days.includes(box.value);
}

/** Make the plan from the form, show it, and keep the options in the address and in this browser. */
function show() {
  const { edition, track } = choice();
  const days = boxes.filter((box) => box.checked).map((box) => DAYS.indexOf(box.value));
  const week = { minutes: Math.floor(hours.valueAsNumber * 60 + 0.5), days, start: dayOf(start.value) };
  const tasks = tasksOf(path, edition, track, ticks, rule);
  const problem = problemWith(week, rule);
  const plan = problem ? null : planned(tasks, week, rule);
  sessions = plan?.sessions ?? [];
  const whose = [chosen("edition", edition), chosen("track", track)];
  partOfPage(".pg-plan__choice").textContent = whose.filter(Boolean).join(" · ");
  partOfPage("[role=status]").replaceChildren(
    ...(plan ? summary(plan, tasks) : [text(problem || "too_long", limits)]).map((line) => elementOf("p", {}, line)),
  );
  partOfPage("[name=calendar]").disabled = !sessions.length;
  partOfPage(".pg-plan__weeks").replaceChildren(...sectionsOf(days), ...(plan ? onward(edition, track, week.minutes) : []));
  const asked = { hours: hours.value, start: start.value, days: days.map((day) => DAYS[day]), at: at.value };
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
  address.search = address.search.replaceAll("%2C", ",").replaceAll("%3A", ":");
  try {
    const isNew = localStorage.getItem(PLAN)?.replace(/&saved=\d+$/, "") !== address.search;
    if (isNew) localStorage.setItem(PLAN, `${address.search}&saved=${Date.now()}`); // when: of two plans, the later counts
  } catch {
    // Where storage is full, the address alone keeps the options.
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** Return the sentences that say how much there is to do, when it ends, and what was estimated. */
function summary({ earliest, latest }, tasks) {
  if (!sessions.length) return [text("nothing")];
  const items = sessions.flatMap((session) => session.items);
  const [unknown, checks] = ["isUnknown", "isCheck"].map((field) => tasks.filter((task) => task[field]).length);
  return [
    text("sessions", { count: sessions.length, time: spent(minutesOf(items)), day: date(sessions.at(-1).day) }),
    earliest !== latest && text("range", { earliest: date(earliest, LONG), latest: date(latest, LONG) }),
    unknown && text("unknown", { count: unknown, time: spent(rule.unknown) }),
    checks && text("checks", { count: checks, time: spent(rule.check) }),
  ].filter(Boolean);
}

/** Return a section for each week with an item for each day; a few weekdays get a column each. */
function sectionsOf(days) {
  return stretches(sessions).map(({ number, weeks, sessions: [...these] }) => {
    const day = date(monday(these[0].day), LONG);
    const name = weeks > 1 ? text("several_weeks", { first: number, last: number + weeks - 1, day }) : text("week", { number, day });
    const list = weeks > 1 ? elementOf("p", {}, linked(these[0].items[0])) : weekOf(these, days);
    return elementOf("section", {}, elementOf("h3", {}, name), list);
  });
}

function weekOf(these, days) {
  const list = listed("ol", "pg-list pg-plan__week");
  list.style.setProperty("--pg-days", days.length);
  for (const session of these) {
    const item = elementOf("li", {}, dayHead(session), listed("ul", "pg-list", ...session.items.map(shown)));
    if (days.length <= COLUMNS) item.style.setProperty("--pg-day", days.indexOf(weekday(session.day)) + 1);
    list.append(item);
  }
  return list;
}

/** Return a section with the longer works that go on where the plan ends, if there are any. */
function onward(edition, track, minutes) {
  const works = worksOf(path, edition, track, ticks).map((work) => {
    const link = elementOf("a", { href: placeOf({ id: work.id, isCheck: false, step: path.steps[work.step] }) }, title(work));
    const weeks = work.minutes ? text("weeks", { count: Math.ceil(middleOf(work.minutes) / minutes) }) : "";
    return elementOf("li", {}, link, " ", elementOf("span", { className: "pg-quiet" }, weeks));
  });
  return works.length ? [elementOf("section", {}, elementOf("h3", {}, text("then")), listed("ul", "pg-list", ...works))] : [];
}

function dayHead({ day, items }) {
  const short = date(day, { weekday: "short", day: "numeric", month: "short" });
  const time = elementOf("time", { dateTime: writtenDay(day) }, at.value ? `${short} ${at.value}` : short);
  return elementOf("p", { className: "pg-plan__day" }, time, " ", elementOf("span", {}, spent(minutesOf(items))));
}

/** Return an item of a session; where a task ends, the reader can tick it. */
function shown(item) {
  const { task, minutes, part, parts } = item;
  const facts = [parts > 1 && (!item.isLong || part === 1) && partOf(item), spent(minutes)].filter(Boolean).join(" · ");
  const line = elementOf("li", {}, linked(item), " ", elementOf("span", { className: "pg-quiet" }, facts));
  if (part === parts && !task.isCheck) {
    line.dataset.id = task.id;
    boxOf(line, path);
  }
  return line;
}

function linked({ task, isLong, part }) {
  const name = isLong && part > 1 ? text("go_on", { title: title(task) }) : title(task);
  return elementOf("a", { href: placeOf(task) }, name);
}

function placeOf({ id, isCheck, step }) {
  return new URL(`${step.url}#${isCheck ? "self-check" : id}`, path.base).href;
}

function download() {
  const events = sessions.flatMap(({ day, items }) => {
    const [hour, minute] = at.value.split(":").map(Number);
    let now = day * 1440 + hour * 60 + minute;
    return items.map((item, index) => ({
      uid: `${item.uid}@${rule.owner}`,
      begin: at.value ? moment(now) : moment(day * 1440).slice(0, 8),
      end: at.value ? moment((now += item.minutes)) : moment((day + 1) * 1440).slice(0, 8),
      hasAlarm: Boolean(at.value) && !index,
      summary: named(item),
      description: [spent(item.minutes), stepOf(item.task)],
      url: item.task.url,
    }));
  });
  const written = calendar(text("calendar", { title: rule.title }), events, new Date());
  saveFile("study-plan.ics", "text/calendar", written);
}

// --- words ---

function text(name, values) {
  return say(path, `plan.${name}`, values);
}

function title(task) {
  if (task.isCheck) return text("check", { title: task.title });
  const whole = task.part ? `${task.title}, ${task.part}` : task.title;
  return task.by ? text("by", { title: whole, people: task.by }) : whole;
}

/** Return what a session does of a task, as pathgen's learner/study_plan/describe.py names it. */
function named(item) {
  const whole = title(item.task);
  if (item.isLong && item.part > 1) return text("go_on", { title: whole });
  return item.parts > 1 ? text("named", { title: whole, part: partOf(item) }) : whole;
}

function partOf({ part, parts, isLong, weeks }) {
  return isLong ? text("weeks", { count: weeks }) : text("part", { part, parts });
}

/** Write minutes since 1970 as a calendar does: `20270104T190000`. */
function moment(minutes) {
  return new Date(minutes * 60_000).toISOString().replace(/[-:]|\..*/g, "");
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
