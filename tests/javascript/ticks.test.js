// A progress file may have been written by anyone: what is read of it, and which of two ticks counts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { merged, parsed } from "../../src/pathgen/site/assets/ticks.js";

const file = (ticks, head = {}) => JSON.stringify({ format: "pathgen-progress", version: 1, ticks, ...head });
const DAY = "2027-01-04T00:00:00.000Z";
const AT = Date.parse(DAY);

test("a progress file is read", () => {
  assert.deepEqual([...parsed(file({ "step/a": { done: true, at: "2020-01-04T00:00:00Z" } }))], [
    ["step/a", { done: true, at: Date.parse("2020-01-04T00:00:00Z") }],
  ]);
});

test("anything else is not", () => {
  const others = ["", "null", "[]", "{", file(null), file("x"), file({}, { version: 2 }), file({}, { format: "other" })];
  for (const text of others) assert.equal(parsed(text), null, text);
});

test("a tick without a valid id, state or time is left out", () => {
  const at = "2020-01-04T00:00:00Z";
  const ticks = { "Not an id": { done: true, at }, a: null, b: { done: "yes", at }, c: { done: true, at: "never" }, d: { done: false, at } };
  assert.deepEqual([...parsed(file(ticks)).keys()], ["d"]);
});

test("a tick from the future counts as made now", () => {
  const [[, tick]] = parsed(file({ a: { done: true, at: "2999-01-01T00:00:00Z" } }));
  assert.ok(tick.at <= Date.now());
});

test("the later tick counts; at the same time, the one that is done", () => {
  const both = (first, second) => merged(new Map([["a", first]]), new Map([["a", second]])).get("a");
  const [done, undone] = [{ done: true, at: AT }, { done: false, at: AT }];
  assert.deepEqual(both(done, undone), done);
  assert.deepEqual(both(undone, done), done);
  assert.deepEqual(both(done, { done: false, at: AT + 1 }), { done: false, at: AT + 1 });
  assert.deepEqual(both({ done: false, at: AT + 1 }, done), { done: false, at: AT + 1 });
});

test("merging loses no tick", () => {
  const found = merged(new Map([["a", { done: true, at: AT }]]), new Map([["b", { done: true, at: AT }]]));
  assert.deepEqual([...found.keys()], ["a", "b"]);
});
