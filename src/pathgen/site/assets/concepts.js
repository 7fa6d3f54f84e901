// The concepts as the reader knows them: on the map, in the list, on the way to each, and what can be started next.

import { enhanceChoice } from "./choice.js";
import { loadPath, say } from "./path.js";
import { choice, isTaken, place, route, ticks } from "./progress.js";

const MOST_READY = 5; // as many as there is room kept for (concepts.md.j2)
const MARKS = { known: "M-3.6 .2L-1.2 2.8L3.8 -2.8", ready: "M-2.2 -3.4L3.6 0L-2.2 3.4Z" };

const map = document.querySelector("[data-pg-map]");
answerPointing();
const path = await loadPath();
ticks.know(path);
const nodes = new Map([...map.querySelectorAll("[data-node]")].map((node) => [node.dataset.node, nodeOf(node)]));
const ideas = new Map([...document.querySelectorAll("[data-concept]")].map((idea) => [idea.dataset.concept, idea]));
enhanceChoice(document.querySelectorAll("[data-pg-choose]"), path);
document.addEventListener("pg-progress", show);
show();

/** Show what a node is joined to while it is pointed at or focused. */
function answerPointing() {
  const edges = [...map.querySelectorAll("[data-from]")];
  for (const node of map.querySelectorAll("[data-node]")) {
    const ask = (asked) => {
      map.classList.toggle("pg-map--asked", asked);
      for (const edge of edges) {
        const near = asked && [edge.dataset.from, edge.dataset.to].includes(node.dataset.node);
        edge.classList.toggle("pg-map__edge--near", near);
      }
    };
    for (const event of ["mouseenter", "focus"]) node.addEventListener(event, () => ask(true));
    for (const event of ["mouseleave", "blur"]) node.addEventListener(event, () => ask(false));
  }
}

/** Make room for the mark of a node, at the corner of its box. */
function nodeOf(node) {
  const box = node.querySelector("rect");
  const [x, y, width] = ["x", "y", "width"].map((name) => Number(box.getAttribute(name)));
  const mark = drawn("g", { class: "pg-map__mark", transform: `translate(${x + width - 3} ${y + 2})` });
  const sign = drawn("path", { d: "" });
  mark.append(drawn("circle", { r: 7.5 }), sign);
  node.append(mark);
  return { node, sign, words: node.getAttribute("aria-label") };
}

function drawn(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function show() {
  const stops = route(path);
  const known = knownConcepts();
  const taught = new Set(stops.flatMap((stop) => stop.teaches));
  const counts = { known: 0, ready: 0, later: 0 };
  for (const [id, idea] of ideas) {
    const state = stateOf(id, idea, known, taught);
    counts[state] += 1;
    idea.dataset.state = state;
    idea.querySelector(".pg-idea__state").textContent = say(path, `concepts.states.${state}`);
    if (nodes.has(id)) showNode(nodes.get(id), state);
    for (const way of idea.querySelectorAll(".pg-way")) showWay(way, known, state);
  }
  showKey(counts);
  showReady(stops, known);
}

/** A concept is known when an entry that teaches it is done, of whatever edition and library. */
function knownConcepts() {
  const known = new Set();
  for (const [id, idea] of ideas) {
    if ([...idea.querySelectorAll(".pg-taught [data-entry]")].some((link) => ticks.isDone(link.dataset.entry))) known.add(id);
  }
  return known;
}

function stateOf(id, idea, known, taught) {
  if (known.has(id)) return "known";
  const { edition } = choice();
  const here = [...idea.querySelectorAll("[data-pg-edition]")].find((part) => part.dataset.pgEdition === edition) ?? idea;
  return here.querySelector(".pg-taught [data-entry]") && missing([id], known, taught).length === 0 ? "ready" : "later";
}

/** List what some concepts need and the reader does not know yet; what nothing teaches is not waited for. */
function missing(ids, known, taught, asked = new Set(ids)) {
  const needs = ids.flatMap((id) => path.concepts[id]?.requires ?? []).filter((need) => !known.has(need) && !asked.has(need));
  for (const need of needs) asked.add(need);
  if (!needs.length) return [];
  const untaught = needs.filter((need) => !taught.has(need));
  return [...needs.filter((need) => taught.has(need)), ...missing(untaught, known, taught, asked)];
}

function showNode({ node, sign, words }, state) {
  node.dataset.state = state;
  sign.setAttribute("d", MARKS[state] ?? "");
  node.setAttribute("aria-label", say(path, "concepts.node", { words, state: say(path, `concepts.states.${state}`) }));
}

/** Mark what is done on the ways to a concept, and what is no longer needed; count the rest of the reader's way. */
function showWay(way, known, state) {
  for (const list of way.querySelectorAll(".pg-way__list")) {
    const left = [...list.children].filter((item) => {
      const isDone = ticks.isDone(item.dataset.entry);
      const isSpare = state === "known" || item.dataset.for.split(" ").every((id) => known.has(id));
      mark(item, isDone ? "done" : isSpare ? "spare" : "");
      return !isDone && !isSpare;
    });
    const text = { count: left.length, of: list.children.length };
    const room = list.parentElement.querySelector(".pg-way__left");
    room.textContent = state === "known" ? say(path, "concepts.none_left") : say(path, "concepts.left", text);
  }
}

function mark(item, state) {
  item.querySelector(".pg-way__mark")?.remove();
  item.dataset.state = state;
  if (!state) return;
  const word = Object.assign(document.createElement("span"), { className: "pg-way__mark" });
  word.textContent = say(path, `concepts.${state}`);
  item.append(" ", word);
}

/** Say how many concepts are in each state, each beside the mark that it has on the map. */
function showKey(counts) {
  const key = document.querySelector(".pg-key");
  const parts = Object.entries(counts).map(([state, count]) => {
    const part = document.createElement("span");
    const icon = drawn("svg", { viewBox: "-9 -9 18 18", "aria-hidden": "true" });
    const sign = drawn("g", { class: "pg-map__mark" });
    sign.append(drawn("circle", { r: 7.5 }), drawn("path", { d: MARKS[state] ?? "" }));
    icon.append(sign);
    part.dataset.state = state;
    part.append(icon, say(path, `concepts.key.${state}`, { count }));
    return part;
  });
  key.replaceChildren(...parts);
}

/** List what can be started: it is not done, and nothing that it builds on is still to be taught before it. */
function showReady(stops, known) {
  const box = document.querySelector("[data-pg-ready]");
  if (!box) return;
  const taught = new Set();
  const ready = [];
  for (const stop of stops) {
    if (stop.teaches.length && !isTaken(stop) && missing(stop.teaches, known, taught).length === 0) ready.push(stop);
    for (const id of stop.teaches) taught.add(id);
  }
  box.querySelector("ol").replaceChildren(...ready.slice(0, MOST_READY).map((stop) => readyItem(stop, known)));
  box.querySelector(".pg-ready__none").textContent = ready.length ? "" : say(path, "concepts.nothing_ready");
}

function readyItem(stop, known) {
  const link = Object.assign(document.createElement("a"), { href: place(path, stop), textContent: stop.title });
  const fresh = stop.teaches.filter((id) => !known.has(id) && path.concepts[id]).map((id) => short(path.concepts[id].title));
  const words = Object.assign(document.createElement("span"), { className: "pg-quiet" });
  words.textContent = fresh.length ? say(path, "concepts.teaches", { concepts: fresh.join(say(path, "concepts.comma")) }) : "";
  const item = document.createElement("li");
  item.append(link, " ", words);
  return item;
}

/** Drop what stands in brackets at the end of a title, as the pages do where it is named in passing. */
function short(title) {
  return title.split(" (", 1)[0];
}
