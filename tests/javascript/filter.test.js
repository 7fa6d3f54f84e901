// Which entries of a long list match what the filter asks for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder, testsFor } from "../../src/pathgen/site/assets/filter.js";

const SEPARATOR = "\u2063"; // between several values of an attribute, as site/facets.py writes them
const item = (text, values) => ({ text, ...values });
const matches = (asked, entry) => testsFor(asked).every((test_) => test_(entry));

test("nothing asked for matches everything", () => {
  assert.ok(matches({}, item("", {})));
  assert.ok(matches({ words: "   " }, item("", {})));
});

test("a choice matches one of several values, and only a whole one", () => {
  const entry = item("", { language: ["en", "zh"].join(SEPARATOR) });
  assert.ok(matches({ language: "zh" }, entry));
  assert.ok(!matches({ language: "e" }, entry));
  assert.ok(!matches({ language: "en" }, item("", {})));
});

test("years are a range with both ends", () => {
  const entry = item("", { year: "2016" });
  assert.ok(matches({ from: "2016", to: "2016" }, entry));
  assert.ok(!matches({ from: "2017" }, entry));
  assert.ok(!matches({ to: "2015" }, entry));
});

test("every word has to be there, without regard to case and accents", () => {
  const entry = item("goodfellow et bengio: l'apprentissage profond a l'ecole", {});
  assert.ok(matches({ words: "École BENGIO" }, entry));
  assert.ok(!matches({ words: "bengio hinton" }, entry));
});

test("of several values asked for, any matches", () => {
  const entry = item("", { kind: "book", language: ["en", "zh"].join(SEPARATOR) });
  assert.ok(matches({ kind: ["video", "book"], language: ["fr", "zh"] }, entry));
  assert.ok(!matches({ kind: ["video", "book"], language: ["fr", "de"] }, entry));
});

test("the order asked for is no test", () => {
  assert.ok(matches({ sort: "year" }, item("", {})));
});

test("what lacks the attribute of an order comes last, and equals stay in the order of the path", () => {
  const entries = [
    { id: "a", year: "2016", minutes: "90" },
    { id: "b", added: "2026-01-05" },
    { id: "c", year: "2024", minutes: "5", added: "2026" },
    { id: "d", year: "2016", minutes: "90", added: "2026-02" },
  ];
  const ids = (order) => inOrder(entries, order).map(({ id }) => id).join("");
  assert.equal(ids("year"), "cadb");
  assert.equal(ids("time"), "cadb");
  assert.equal(ids("newest"), "dbca");
  assert.equal(ids(""), "abcd");
});
