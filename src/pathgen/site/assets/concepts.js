// Which concepts the reader knows: on the map, in the list, on the path to each; and what can be started next.

import { enhanceChoice } from "./choice.js";
import { elementOf, loadPath, say } from "./path.js";
import { choice, isTaken, linkTo, place, route, ticks } from "./progress.js";
import { listenToBoxes, tickIn } from "./tick_boxes.js";

const MOST_READY = 5; // concepts.md.j2 reserves room for this many
const MARKS = { known: "M-3.6 .2L-1.2 2.8L3.8 -2.8", ready: "M-2.2 -3.4L3.6 0L-2.2 3.4Z" };

const map = document.querySelector("[data-pg-map]");
answerPointing();
const path = await loadPath();
ticks.know(path);
const nodes = new Map([...map.querySelectorAll("[data-node]")].map((node) => [node.dataset.node, nodeOf(node)]));
const ideas = new Map([...document.querySelectorAll("[data-concept]")].map((idea) => [idea.dataset.concept, idea]));
const boxes = new Map([...ideas].map(([id, idea]) => [id, boxOf(id, idea)]));
enhanceChoice(document.querySelectorAll("[data-pg-choose]"), path);
listenToBoxes(path);
document.addEventListener("pg-progress", show);
show();

/** Put a box into a concept's line, by which the reader says to know it. */
function boxOf(id, idea) {
  return tickIn(idea.querySelector("dt"), `concept:${id}`, say(path, "concepts.tick", { title: path.concepts[id].title }));
}

/** Highlight the edges of a node while it is pointed at or focused. */
function answerPointing() {
  const edges = [...map.querySelectorAll("[data-from]")];
  for (const node of map.querySelectorAll("[data-node]")) {
    const highlight = (isOn) => {
      map.classList.toggle("pg-map--asked", isOn);
      for (const edge of edges) {
        const { from, to } = edge.dataset;
        edge.classList.toggle("pg-map__edge--near", isOn && [from, to].includes(node.dataset.node));
      }
    };
    for (const event of ["mouseenter", "focus"]) node.addEventListener(event, () => highlight(true));
    for (const event of ["mouseleave", "blur"]) node.addEventListener(event, () => highlight(false));
  }
}

/** Add an empty mark to a node, at the corner of its box. */
function nodeOf(node) {
  const box = node.querySelector("rect");
  const [x, y, width] = ["x", "y", "width"].map((name) => Number(box.getAttribute(name)));
  const badge = badgeOf("");
  badge.setAttribute("transform", `translate(${x + width - 3} ${y + 2})`);
  node.append(badge);
  return { node, sign: badge.lastChild, words: node.getAttribute("aria-label") };
}

function badgeOf(d) {
  const badge = drawn("g", { class: "pg-map__mark" });
  badge.append(drawn("circle", { r: 7.5 }), drawn("path", { d }));
  return badge;
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
    boxes.get(id).checked = known.has(id);
    boxes.get(id).disabled = known.has(id) && !ticks.isDone(`concept:${id}`); // an entry that is done teaches it
    idea.querySelector(".pg-idea__state").textContent = say(path, `concepts.states.${state}`);
    if (nodes.has(id)) showNode(nodes.get(id), state);
    for (const way of idea.querySelectorAll(".pg-way")) showWay(way, known, state);
  }
  showKey(counts);
  showReady(stops, known);
}

/** Return the concepts that the reader ticked, and those that an entry which is done teaches, of any edition and library. */
function knownConcepts() {
  const known = new Set();
  for (const [id, idea] of ideas) {
    const teachers = [...idea.querySelectorAll(".pg-taught [data-entry]")].map((link) => link.dataset.entry);
    if ([`concept:${id}`, ...teachers].some((one) => ticks.isDone(one))) known.add(id);
  }
  return known;
}

function stateOf(id, idea, known, taught) {
  if (known.has(id)) return "known";
  const { edition } = choice();
  const editions = [...idea.querySelectorAll("[data-pg-edition]")];
  const shown = editions.find((part) => part.dataset.pgEdition === edition) ?? idea;
  return shown.querySelector(".pg-taught [data-entry]") && missing([id], known, taught).length === 0 ? "ready" : "later";
}

/** Return what some concepts require and the reader does not know yet; what no entry teaches is not waited for. */
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

/** Mark on the paths to a concept what is done and what is no longer needed, and count what is left. */
function showWay(way, known, state) {
  for (const list of way.querySelectorAll(".pg-way__list")) {
    const left = [...list.children].filter((item) => {
      const isDone = ticks.isDone(item.dataset.entry);
      const isSpare = state === "known" || item.dataset.for.split(" ").every((id) => known.has(id));
      mark(item, isDone ? "done" : isSpare ? "spare" : ticks.isSkipped(item.dataset.entry) ? "skipped" : "");
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
  const word = say(path, state === "skipped" ? "progress.said.skipped" : `concepts.${state}`);
  item.append(" ", elementOf("span", { className: "pg-way__mark" }, word));
}

/** Show the key of the map: each state's mark and how many concepts are in it. */
function showKey(counts) {
  const key = document.querySelector(".pg-key");
  const parts = Object.entries(counts).map(([state, count]) => {
    const icon = drawn("svg", { viewBox: "-9 -9 18 18", "aria-hidden": "true" });
    icon.append(badgeOf(MARKS[state] ?? ""));
    const part = elementOf("span", {}, icon, say(path, `concepts.key.${state}`, { count }));
    part.dataset.state = state;
    return part;
  });
  key.replaceChildren(...parts);
}

/** List the entries that can be started: not done, and everything they require is known or taught by then. */
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
  const link = linkTo(place(path, stop), stop.title);
  const fresh = stop.teaches.filter((id) => !known.has(id) && path.concepts[id]).map((id) => short(path.concepts[id].title));
  const words = fresh.length ? say(path, "concepts.teaches", { concepts: fresh.join(say(path, "concepts.comma")) }) : "";
  return elementOf("li", {}, link, " ", elementOf("span", { className: "pg-quiet" }, words));
}

/** Return a title without the part in brackets at its end, as the pages do where they only mention it. */
function short(title) {
  return title.split(" (", 1)[0];
}
