// The calendar that the study plan page offers; tests/browser/test_plan_page.py reads it with other calendar programs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { calendar } from "../../src/pathgen/site/assets/ics.js";

const NOW = new Date("2027-01-01T08:00:00.123Z");
const EVENT = { uid: "a/1@path", begin: "20270104", end: "20270105", summary: "Read", description: ["1 h", "Step 1"] };
const linesOf = (name, ...events) => calendar(name, events, NOW).split("\r\n");

test("an event lasts the whole day", () => {
  const lines = linesOf("Plan", EVENT);
  for (const line of ["DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:20270105", "DTSTAMP:20270101T080000Z", "UID:a/1@path"]) {
    assert.ok(lines.includes(line), line);
  }
  assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ["BEGIN:VCALENDAR", "END:VCALENDAR", ""]);
});

test("an event with a time of day is busy, and the first of a session has an alarm", () => {
  const event = { ...EVENT, begin: "20270104T190000", end: "20270104T194500", summary: "A;B", hasAlarm: true };
  const lines = linesOf("Plan", event, { ...event, hasAlarm: false });
  for (const line of ["DTSTART:20270104T190000", "DTEND:20270104T194500"]) assert.ok(lines.includes(line), line);
  assert.ok(!lines.some((line) => line.startsWith("TRANSP")));
  const alarm = lines.slice(lines.indexOf("BEGIN:VALARM"), lines.indexOf("END:VALARM") + 1);
  assert.deepEqual(alarm, ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:A\\;B", "TRIGGER:-PT10M", "END:VALARM"]);
  assert.equal(lines.filter((line) => line === "BEGIN:VALARM").length, 1);
});

test("a text cannot end its line or add another property", () => {
  const lines = linesOf("Plan", { ...EVENT, summary: "A;B,C\\D\r\nATTACH:http://evil.example\u2028x", description: ["a\nb"] });
  assert.ok(lines.includes("SUMMARY:A\\;B\\,C\\\\D ATTACH:http://evil.example x"));
  assert.ok(lines.includes("DESCRIPTION:a b"));
  assert.ok(!lines.some((line) => line.startsWith("ATTACH")));
});

test("long lines are folded at 75 octets and never within a character", () => {
  const name = "學習𝔽".repeat(40);
  const text = calendar(name, [], NOW);
  for (const line of text.split("\r\n")) assert.ok(new TextEncoder().encode(line).length <= 75, line);
  assert.ok(text.replaceAll("\r\n ", "").includes(`NAME:${name}`));
});

test("only web addresses become links", () => {
  const linked = (url) => linesOf("Plan", { ...EVENT, url }).filter((line) => line.startsWith("URL"));
  assert.deepEqual(linked("https://a.example/ü?q=1"), ["URL:https://a.example/%C3%BC?q=1"]);
  for (const url of ["javascript:alert(1)", "", undefined]) assert.deepEqual(linked(url), []);
});
