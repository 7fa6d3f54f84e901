// The rule of the study plan as the page applies it; tests/test_plan.py tests the same rule in Python.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DAYS, dayOf, pack, planned, problemWith, stretches, tasksOf, weekday, worksOf, writtenDay } from "../../src/pathgen/site/assets/sessions.js";

const RULE = { first: "2020-01-01", last: "2099-12-31", least: 15, most: 720, sessions: 1000, unknown: 60, check: 20 };
const MONDAY = dayOf("2027-01-04");
const WEEK = { minutes: 120, days: [0, 3], start: MONDAY };

const reader = (done = "", skipped = "") => ({
  isDone: (id) => done.split(" ").includes(id),
  isSkipped: (id) => skipped.split(" ").includes(id),
});
const entry = (id, step, minutes, instead = []) => ({ id, title: id, part: null, url: "", step, minutes, level: null, teaches: [], instead });
const PATH = /** @type {any} */ ({
  edition: "today",
  steps: [
    { id: "first", url: "steps/first/", title: "First", number: 1, checks: { today: ["first/check/a"] } },
    { id: "second", url: "steps/second/", title: "Second", number: 2, checks: { today: [] } },
  ],
  entries: [entry("a", 0, [30, 60], ["a-or"]), entry("b", 0, null), entry("c", 1, [100, 100])],
  routes: { today: { "": [0, 1, 2], torch: [0, 2] } },
});

test("a day is read only as it is written", () => {
  assert.equal(writtenDay(dayOf("2028-02-29")), "2028-02-29");
  for (const wrong of ["2027-02-29", "2027-2-1", "1969-12-31", "tomorrow", ""]) assert.ok(Number.isNaN(dayOf(wrong)), wrong);
});

test("the days of the week start on Monday", () => {
  assert.equal(DAYS[weekday(MONDAY)], "mon");
  assert.equal(DAYS[weekday(dayOf("1970-01-01"))], "thu");
  assert.equal(weekday(-4), 6);
});

test("an invalid week is named", () => {
  assert.equal(problemWith(WEEK, RULE), "");
  assert.equal(problemWith({ ...WEEK, days: [] }, RULE), "no_days");
  assert.equal(problemWith({ ...WEEK, start: NaN }, RULE), "bad_start");
  assert.equal(problemWith({ ...WEEK, start: dayOf("2019-12-31") }, RULE), "bad_start");
  for (const minutes of [29, 1441, NaN]) assert.equal(problemWith({ ...WEEK, minutes }, RULE), "bad_hours");
});

test("the self-check comes after the last entry of its step", () => {
  const tasks = tasksOf(PATH, "today", "", reader(), RULE);
  assert.deepEqual(tasks.map((task) => task.id), ["a", "b", "first/self-check", "c"]);
  assert.deepEqual(tasks.map((task) => task.minutes), [[30, 60], [60, 60], [20, 20], [100, 100]]);
  assert.deepEqual(tasks.map((task) => task.isUnknown), [false, true, false, false]);
});

test("what is done or skipped is left out, and what an alternative to it is done", () => {
  const left = (done, skipped = "") => tasksOf(PATH, "today", "", reader(done, skipped), RULE).map((task) => task.id);
  assert.deepEqual(left("a-or first/check/a"), ["b", "c"]);
  assert.deepEqual(left("first/check/a", "a"), ["b", "c"]);
  assert.deepEqual(left("first/check/a", "a-or"), ["a", "b", "c"]);
});

test("an open-ended work has no task and follows the plan until it is done or skipped", () => {
  const entries = PATH.entries.map((stop) => ({ ...stop, open_ended: stop.id === "b" }));
  const path = { ...PATH, entries, onward: { today: { "": [1] } } };
  assert.deepEqual(tasksOf(path, "today", "", reader(), RULE).map((task) => task.id), ["a", "first/self-check", "c"]);
  const left = (...said) => worksOf(path, "today", "", reader(...said)).map(({ id }) => id);
  assert.deepEqual([left(), left("b"), left("", "b")], [["b"], [], []]);
});

test("weeks in which nothing but one task goes on are one stretch", () => {
  const tasks = [30, 1200, 30].map((length, at) => /** @type {any} */ ({ id: `t${at}`, minutes: [length, length] }));
  const found = stretches(planned(tasks, WEEK, RULE).sessions);
  assert.deepEqual(found.map(({ number, weeks }) => [number, weeks]), [[1, 1], [2, 9], [11, 1]]);
  const last = found.at(-1).sessions.flatMap(({ items }) => items).at(0);
  assert.deepEqual([last.isLong, last.goesOn, last.weeks], [true, false, 11]);
});

test("no few minutes are left for the next session, which is shorter by them", () => {
  assert.deepEqual(pack([60 + RULE.least - 1, 61], WEEK, RULE).map(({ at, minutes }) => [at, minutes]), [[0, 74], [1, 46], [1, 15]]);
});

test("an unknown edition or library falls back to the default", () => {
  assert.equal(tasksOf(PATH, "constructor", "toString", reader(), RULE).length, 4);
  assert.deepEqual(tasksOf(PATH, "today", "torch", reader(), RULE).map((task) => task.id), ["a", "first/self-check", "c"]);
});

test("tasks are cut at the ends of sessions, never into scraps", () => {
  const pieces = pack([50, 100], WEEK, RULE);
  assert.deepEqual(pieces, [
    { at: 0, day: MONDAY, minutes: 50 }, // the 10 minutes left are too few to start the next
    { at: 1, day: MONDAY + 3, minutes: 60 },
    { at: 1, day: MONDAY + 7, minutes: 40 },
  ]);
});

test("a plan that never ends is refused", () => {
  assert.equal(pack([75], WEEK, { ...RULE, sessions: 1 }), null);
  const tasks = tasksOf(PATH, "today", "", reader(), RULE);
  assert.equal(planned(tasks, WEEK, { ...RULE, sessions: 3 }), null);
});

test("a plan uses the middle of each estimate and says how early and late it may end", () => {
  const { sessions, earliest, latest } = planned(tasksOf(PATH, "today", "", reader(), RULE), WEEK, RULE);
  const items = sessions.flatMap(({ items: list }) => list);
  assert.equal(items.reduce((sum, item) => sum + item.minutes, 0), 45 + 60 + 20 + 100);
  assert.ok(earliest <= sessions.at(-1).day && sessions.at(-1).day <= latest);
  assert.equal(new Set(items.map((item) => item.uid)).size, items.length);
  for (const item of items) assert.ok(item.part <= item.parts);
});
