// What the reader did, knows and noted. It is kept in this browser only. A tick is under the id of an entry or a
// question, or under `concept:` and the id of a concept; a note is under the id of an entry.

const FORMAT = "pathgen-progress";
const VERSION = 1; // pages of an older pathgen read newer files too: they know `done` and ignore the rest
const STATES = ["", "skipped", "in-progress", "done"]; // of two that were said at the same time, the last one counts
const MOST = 20_000; // ticks: a large catalogue has about 10,000 entries
export const LONGEST_NOTE = 2000; // characters
export const LARGEST = 4_000_000; // characters of a file: browsers store about five million
const LONGEST = 200; // characters of a title that are shown
const BOXES = [1, 3, 7, 21]; // days until a question comes back that was answered so often in a row (Leitner's boxes)
const DAY = 86_400_000; // milliseconds
const ID = /^(concept:)?[a-z0-9][a-z0-9./-]{0,200}$/;

/** The ticks of one site, as this tab and every other tab of the browser left them. */
export class Ticks {
  #key;
  #kept = nothing();
  #path = { title: undefined, renamed: {}, replaces: {} };
  #changed = () => {};

  /** `base` is the address of the site's home page: sites of one host do not share their ticks. */
  constructor(base) {
    this.#key = `pathgen-ticks:${base.pathname}`;
    /** Whether the browser keeps what is ticked; false where storage is forbidden or full. */
    this.areKept = localStorage instanceof Storage; // where it is forbidden, early.js replaces it by an empty one
    this.#load();
  }

  /**
   * Take from the path its title, the former ids of its entries, and which entries replace others.
   * @param {Path} path
   */
  know(path) {
    this.#path = path;
    this.#kept = this.#renamed(this.#kept);
  }

  /** Whether an entry is ticked; if the reader never ticked or unticked it, whether one that it replaces is. */
  isDone(id, asked = new Set()) {
    const tick = this.#kept.ticks.get(id);
    if (tick || asked.has(id)) return tick?.state === "done";
    asked.add(id);
    const former = Object.hasOwn(this.#path.replaces, id) ? this.#path.replaces[id] : [];
    return former.some((replaced) => this.isDone(replaced, asked));
  }

  /** Return what the reader said of an entry: "done", "in-progress", "skipped", or "" for nothing. */
  stateOf(id) {
    return this.#kept.ticks.get(id)?.state ?? (this.isDone(id) ? "done" : "");
  }

  /** Whether the reader does not want an entry. */
  isSkipped(id) {
    return this.stateOf(id) === "skipped";
  }

  /** Return when the reader said last what `stateOf` returns, in milliseconds since 1970, or undefined. */
  timeOf(id) {
    return this.#kept.ticks.get(id)?.at;
  }

  /** How much the reader said: states and notes, including those of entries that the catalogue no longer has. */
  get count() {
    const { ticks, notes } = this.#kept;
    const isNote = ({ text, star }) => text || star;
    return [...ticks.values()].filter(({ state }) => state).length + [...notes.values()].filter(isNote).length;
  }

  /** Return what the reader said, `[{id, state, text, star, at}]`, the last first. */
  get said() {
    const { ticks, notes } = this.#kept;
    const records = [...new Set([...ticks.keys(), ...notes.keys()])].map((id) => {
      const { state, at } = ticks.get(id) ?? { state: "", at: 0 };
      return { id, ...this.noteOf(id), state, at: state ? at : (notes.get(id)?.at ?? 0) };
    });
    return records.filter(({ state, text, star }) => state || text || star).sort((one, other) => other.at - one.at);
  }

  /** Remember what the reader says of an entry: one of the states that `stateOf` returns. */
  set(id, state, more = {}) {
    this.#load(); // another tab may have ticked something since
    this.#kept.ticks.set(id, { state, at: Date.now(), ...more });
    this.#save();
  }

  /** Remember whether the reader still knew the answer to a question: it comes back later, or tomorrow. */
  answer(id, isKnown) {
    const box = this.#kept.ticks.get(id)?.box ?? 0;
    this.set(id, "done", isKnown ? { box: Math.min(box + 1, BOXES.length - 1) } : {});
  }

  /** Whether a question that was answered is to be asked again. */
  isDue(id) {
    const tick = this.#kept.ticks.get(id);
    return tick?.state === "done" && Date.now() >= tick.at + BOXES[tick.box ?? 0] * DAY;
  }

  /** Return the reader's note on an entry, and whether it has a star. */
  noteOf(id) {
    const { text = "", star = false } = this.#kept.notes.get(id) ?? {};
    return { text, star };
  }

  note(id, { text, star }) {
    this.#load();
    this.#kept.notes.set(id, { text: text.slice(0, LONGEST_NOTE), star, at: Date.now() });
    this.#save();
  }

  /**
   * Add the ticks and notes of an exported file; where two contradict each other, the later counts.
   * Return how many are new, or -1 if the text is not such a file.
   * @param {string} text
   */
  add(text) {
    const added = text.length <= LARGEST ? parsed(text) : null;
    if (!added) return -1;
    this.#load();
    const before = this.#kept;
    const after = merged(before, this.#renamed(added));
    if (after.ticks.size + after.notes.size > MOST) return -1;
    this.#kept = after;
    this.#save();
    const ticks = [...after.ticks].filter(([id, { state }]) => state && before.ticks.get(id)?.state !== state);
    const notes = [...after.notes].filter(([id, { at, text: words, star }]) => (words || star) && before.notes.get(id)?.at !== at);
    return ticks.length + notes.length;
  }

  /** Return how many ticks and notes an exported file has. */
  countOf(text) {
    const { ticks, notes } = parsed(text) ?? nothing();
    return ticks.size + notes.size;
  }

  /** Return the title of the path that an exported file is from if it is another one; older files do not say. */
  strangerOf(text) {
    const site = text.length <= LARGEST && parsed(text) ? JSON.parse(text).site : "";
    return typeof site === "string" && site !== this.#path.title ? site.slice(0, LONGEST) : "";
  }

  /** Delete all ticks and notes; return them as a text that `add` accepts. */
  reset() {
    this.#load();
    const before = this.text;
    this.#kept = nothing();
    this.#save();
    return before;
  }

  /** The ticks and notes as the text of a file that can be added here or in another browser. */
  get text() {
    const ticks = written(this.#kept.ticks, ({ state, box }) => ({
      done: state === "done",
      ...(state && state !== "done" ? { state } : {}),
      ...(box ? { box } : {}),
    }));
    const notes = this.#kept.notes.size ? { notes: written(this.#kept.notes, ({ text, star }) => ({ text, star })) } : {};
    return JSON.stringify({ format: FORMAT, version: VERSION, site: this.#path.title, ticks, ...notes }, null, 1);
  }

  /** Call `show` whenever the ticks change, in this tab or in another one. */
  watch(show) {
    this.#changed = show;
    const reload = () => {
      this.#load();
      show();
    };
    addEventListener("storage", (event) => {
      if (event.key !== this.#key && event.key !== null) return;
      // A reset, which also deletes what only this tab knew.
      if (event.newValue === null) this.#kept = nothing();
      reload();
    });
    // A page that the reader comes back to was frozen and got no events.
    addEventListener("pageshow", (event) => event.persisted && reload());
  }

  /** Load what is stored. It replaces what this tab knows, unless this tab could not store its own ticks. */
  #load() {
    try {
      const text = localStorage.getItem(this.#key);
      const kept = this.#renamed(parsed(text ?? "") ?? nothing());
      this.#kept = this.areKept ? kept : merged(this.#kept, kept);
    } catch {
      this.areKept = false;
    }
  }

  #save() {
    try {
      if (this.#kept.ticks.size || this.#kept.notes.size) localStorage.setItem(this.#key, this.text);
      else localStorage.removeItem(this.#key);
      this.areKept = true;
    } catch {
      this.areKept = false;
    }
    this.#changed();
  }
  #renamed({ ticks, notes }) {
    const name = (id) => (Object.hasOwn(this.#path.renamed, id) ? this.#path.renamed[id] : id);
    const named = (records) => [...records].map(([id, record]) => [name(id), record]);
    return { ticks: latest(named(ticks)), notes: latest(named(notes)) };
  }
}

/** @returns {Kept} */
function nothing() {
  return { ticks: new Map(), notes: new Map() };
}

/**
 * Parse ticks and notes from a text that anyone may have written; return null if it is not an exported file.
 * @param {string} text
 * @returns {Kept | null}
 */
export function parsed(text) {
  try {
    const { format, version, ticks, notes } = JSON.parse(text);
    if (format !== FORMAT || version !== VERSION || Object(ticks) !== ticks) return null;
    return { ticks: read(ticks, tickOf), notes: read(Object(notes), noteOf) };
  } catch {
    return null;
  }
}

/** Return the valid records of a file by their ids, each with its time. */
function read(records, valueOf) {
  const now = Date.now();
  const found = new Map();
  for (const [id, record] of Object.entries(records)) {
    const at = Math.min(Date.parse(record?.at), now); // a wrong clock must not win over every later tick
    const value = ID.test(id) && at >= 0 && valueOf(record);
    if (value) found.set(id, { ...value, at });
  }
  return found;
}

/** Files of an older pathgen say only whether something is done. */
function tickOf({ done, state, box }) {
  if (typeof done !== "boolean") return null;
  if (done) return { state: "done", ...(BOXES.indexOf(BOXES[box]) > 0 ? { box } : {}) };
  return { state: state !== "done" && STATES.includes(state) ? state : "" };
}

function noteOf({ text, star }) {
  return { text: typeof text === "string" ? text.slice(0, LONGEST_NOTE) : "", star: star === true };
}

/** Return records as a file has them, sorted by id. */
function written(records, valueOf) {
  const rows = [...records].map(([id, record]) => [id, { ...valueOf(record), at: new Date(record.at).toISOString() }]);
  return Object.fromEntries(rows.sort(([id], [other]) => (id < other ? -1 : 1)));
}

/**
 * Return what both have; of two ticks or notes for the same id, the later.
 * @param {Kept} kept
 * @param {Kept} others
 * @returns {Kept}
 */
export function merged(kept, others) {
  return { ticks: latest([...kept.ticks, ...others.ticks]), notes: latest([...kept.notes, ...others.notes]) };
}

/** Return the latest record of each id; of two ticks at the same time, the one whose state comes later in the list. */
function latest(records) {
  const found = new Map();
  for (const [id, record] of records) {
    const known = found.get(id);
    const rank = ({ state }) => STATES.indexOf(state);
    if (!known || record.at > known.at || (record.at === known.at && rank(record) > rank(known))) found.set(id, record);
  }
  return found;
}
