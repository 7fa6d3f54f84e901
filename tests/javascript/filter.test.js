// Which entries of a long list match what the filter asks for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { testsFor } from "../../src/pathgen/site/assets/filter.js";

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
