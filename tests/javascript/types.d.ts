// The types that the scripts' JSDoc names. `Path` is what site/client_data.py writes as assets/path.json.

interface Entry {
  id: string;
  title: string;
  part: string | null;
  url: string;
  step: number;
  minutes: [number, number] | null;
  level: string | null;
  teaches: string[];
  instead: string[];
  open_ended?: boolean;
  by?: string;
}

interface Step {
  id: string;
  url: string;
  title: string;
  number: number | null;
  checks: Record<string, string[]>;
}

interface Path {
  title: string;
  language: string;
  texts: any;
  edition: string;
  editions: { id: string; title: string }[];
  tracks: { id: string; title: string }[];
  steps: Step[];
  entries: Entry[];
  routes: Record<string, Record<string, number[]>>;
  onward: Record<string, Record<string, number[]>>;
  concepts: Record<string, { title: string; requires: string[] }>;
  renamed: Record<string, string>;
  replaces: Record<string, string[]>;
  base: URL;
}

/** An entry of the route, or the self-check of a step, that is still to do. */
interface Task {
  id: string;
  title: string;
  part?: string | null;
  by?: string;
  url?: string;
  step: Step;
  minutes: [number, number];
  isCheck: boolean;
  isUnknown: boolean;
}

/** `minutes` a week, on `days` of it (0 is Monday), from the day `start`, counted from 1 January 1970. */
interface Week {
  minutes: number;
  days: number[];
  start: number;
}

/** What a reader has done and what they skip; `Ticks` is one. */
interface Reader {
  isDone: (id: string) => boolean;
  isSkipped: (id: string) => boolean;
}

/** The limits of a plan, and the minutes of what has no estimate and of a self-check. */
interface PlanRule {
  first: string;
  last: string;
  least: number;
  most: number;
  sessions: number;
  unknown: number;
  check: number;
}

/** Part `part` of `parts` of a task, which takes `weeks` weeks from its first part to its last. */
interface SessionItem {
  task: Task;
  minutes: number;
  part: number;
  parts: number;
  weeks: number;
  isLong: boolean;
  goesOn: boolean;
  uid: string;
}

interface Session {
  day: number;
  items: SessionItem[];
}

/** An event from `begin` to `end`, both days (`20270104`) or both local times (`20270104T190000`). */
interface CalendarEvent {
  uid: string;
  begin: string;
  end: string;
  hasAlarm?: boolean;
  summary: string;
  description: string[];
  url?: string;
}

/**
 * What the reader said of an entry ("done", "in-progress", "skipped", or ""), and when, in milliseconds since 1970; of a
 * question, how often in a row its answer was known when it came back.
 */
interface Tick {
  state: string;
  at: number;
  box?: number;
}

/** The reader's note on an entry, whether it has a star, and when that was said. */
interface Note {
  text: string;
  star: boolean;
  at: number;
}

interface Kept {
  ticks: Map<string, Tick>;
  notes: Map<string, Note>;
}

// Which element a selector finds, and which fields a form has, the templates say and not the DOM's types.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Event {
  readonly detail?: any;
  readonly key?: any;
}
interface EventTarget {
  readonly matches?: any;
  readonly closest?: any;
  readonly value?: any;
  readonly checked?: any;
}
interface HTMLElement {
  checked?: any;
}
interface SVGScriptElement {
  readonly src: string;
}

// The theme's own functions for what a browser keeps.
declare function __md_get(key: string): any;
declare function __md_set(key: string, value: any): void;
