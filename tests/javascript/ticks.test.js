// A progress file may have been written by anyone: what is read of it, and which of two ticks counts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Ticks, merged, parsed } from "../../src/pathgen/site/assets/ticks.js";

const file = (ticks, head = {}) => JSON.stringify({ format: "pathgen-progress", version: 1, ticks, ...head });
const DAY = "2027-01-04T00:00:00.000Z";
const AT = Date.parse(DAY);

const ticks = (...rows) => ({ ticks: new Map(rows), notes: new Map() });

test("a progress file is read", () => {
  const { ticks: found, notes } = parsed(file({
    "step/a": { done: true, at: "2020-01-04T00:00:00Z" },
    b: { done: false, state: "skipped", at: "2020-01-04T00:00:00Z" },
    "concept:c": { done: false, state: "in-progress", at: "2020-01-04T00:00:00Z" },
  }));
  const at = Date.parse("2020-01-04T00:00:00Z");
  assert.deepEqual([...found], [
    ["step/a", { state: "done", at }],
    ["b", { state: "skipped", at }],
    ["concept:c", { state: "in-progress", at }],
  ]);
  assert.equal(notes.size, 0);
});

test("anything else is not", () => {
  const others = ["", "null", "[]", "{", file(null), file("x"), file({}, { version: 2 }), file({}, { format: "other" })];
  for (const text of others) assert.equal(parsed(text), null, text);
});

test("a tick without a valid id, state or time is left out", () => {
  const at = "2020-01-04T00:00:00Z";
  const found = parsed(file({
    "Not an id": { done: true, at },
    "other:a": { done: true, at },
    a: null,
    b: { done: "yes", at },
    c: { done: true, at: "never" },
    d: { done: false, at },
    e: { done: false, state: "done", at },
    f: { done: false, state: "__proto__", at },
  })).ticks;
  assert.deepEqual([...found].map(([id, { state }]) => [id, state]), [["d", ""], ["e", ""], ["f", ""]]);
});

test("notes are read as far as they are valid", () => {
  const at = "2020-01-04T00:00:00Z";
  const notes = { a: { text: "Read twice.", star: true, at }, b: { text: 1, star: "yes", at }, c: { text: "x".repeat(9999), at }, d: { text: "x" } };
  const found = [...parsed(file({}, { notes })).notes];
  assert.deepEqual(found.map(([id, { text, star }]) => [id, text.length, star]), [["a", 11, true], ["b", 0, false], ["c", 2000, false]]);
  for (const wrong of [null, "abc", 7, []]) assert.equal(parsed(file({}, { notes: wrong })).notes.size, 0);
});

test("a tick from the future counts as made now", () => {
  const tick = parsed(file({ a: { done: true, at: "2999-01-01T00:00:00Z" } })).ticks.get("a");
  assert.ok(tick.at <= Date.now());
});

test("the later tick counts; at the same time, the one that is done", () => {
  const both = (first, second) => merged(ticks(["a", first]), ticks(["a", second])).ticks.get("a");
  const [done, undone] = [{ state: "done", at: AT }, { state: "", at: AT }];
  assert.deepEqual(both(done, undone), done);
  assert.deepEqual(both(undone, done), done);
  assert.deepEqual(both(done, { state: "", at: AT + 1 }), { state: "", at: AT + 1 });
  assert.deepEqual(both({ state: "", at: AT + 1 }, done), { state: "", at: AT + 1 });
});

test("merging loses no tick", () => {
  const found = merged(ticks(["a", { state: "done", at: AT }]), ticks(["b", { state: "done", at: AT }]));
  assert.deepEqual([...found.ticks.keys()], ["a", "b"]);
});

// --- what a browser keeps ---

class Storage {
  #items = new Map();
  getItem(key) { return this.#items.get(key) ?? null; }
  setItem(key, value) { this.#items.set(key, value); }
  removeItem(key) { this.#items.delete(key); }
}
const KEY = "pathgen-ticks:/";

/** Return the ticks of a site as a page has them, and the storage of the browser. */
function opened(text = "", path = {}) {
  const storage = new Storage();
  Object.assign(globalThis, { Storage, localStorage: storage });
  if (text) storage.setItem(KEY, text);
  const found = new Ticks(new URL("https://example.org/"));
  found.know(/** @type {any} */ ({ title: "Bread", renamed: {}, replaces: {}, ...path }));
  return found;
}

test("what an older pathgen kept is still there, and what is kept now is read by an older one", () => {
  const kept = opened(file({ a: { done: true, at: "2020-01-04T00:00:00Z" }, b: { done: false, at: "2020-01-04T00:00:00Z" } }));
  assert.deepEqual(["a", "b", "c"].map((id) => kept.stateOf(id)), ["done", "", ""]);
  kept.set("b", "in-progress");
  kept.set("c", "skipped");
  const { format, version, ticks: rows } = JSON.parse(kept.text);
  assert.deepEqual([format, version], ["pathgen-progress", 1]);
  assert.deepEqual(Object.entries(rows).map(([id, { done }]) => [id, done]), [["a", true], ["b", false], ["c", false]]);
});

test("states, known concepts, notes and stars outlive an export", () => {
  const kept = opened();
  kept.set("a", "done");
  kept.set("b", "skipped");
  kept.set("concept:c", "done");
  kept.note("b", { text: "Too long \u{1F600}", star: true });
  const other = opened();
  assert.equal(other.add(kept.text), 4);
  assert.equal(other.add(kept.text), 0);
  assert.deepEqual([other.isDone("a"), other.isSkipped("b"), other.isDone("concept:c"), other.count], [true, true, true, 4]);
  assert.deepEqual(other.noteOf("b"), { text: "Too long \u{1F600}", star: true });
  assert.deepEqual(other.noteOf("a"), { text: "", star: false });
  assert.equal(other.timeOf("a"), kept.timeOf("a"));
  const before = other.reset();
  assert.deepEqual([other.count, other.noteOf("b").text, localStorage.getItem(KEY)], [0, "", null]);
  other.add(before);
  assert.deepEqual([other.count, other.noteOf("b").star], [4, true]);
});

test("what is said of a renamed or replaced entry counts for the new one", () => {
  const at = "2020-01-04T00:00:00Z";
  const text = file({ old: { done: false, state: "skipped", at }, was: { done: true, at } }, { notes: { old: { text: "x", at } } });
  const kept = opened(text, { renamed: { old: "a" }, replaces: { b: ["was"], c: ["a"] } });
  assert.deepEqual(["a", "b", "c"].map((id) => kept.stateOf(id)), ["skipped", "done", ""]);
  assert.equal(kept.noteOf("a").text, "x");
});

test("how often an answer was known is read, and nothing that is no such number", () => {
  const at = "2020-01-04T00:00:00Z";
  const boxes = { a: 3, b: 0, c: 4, d: -1, e: "1e9", f: null, g: "length" };
  const records = Object.entries(boxes).map(([id, box]) => [id, { done: true, box, at }]);
  const found = parsed(file(Object.fromEntries(records))).ticks;
  assert.deepEqual([...found].filter(([, tick]) => "box" in tick).map(([id]) => id), ["a"]);
});
