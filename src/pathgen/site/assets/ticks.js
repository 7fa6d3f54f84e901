// What the reader has done. Ticks are kept in this browser alone: `{id: {done, at}}`, `at` in milliseconds since 1970.

const FORMAT = "pathgen-progress";
const VERSION = 1;
const MOST = 20_000; // ticks: a large catalogue has some 10,000 entries
const LARGEST = 4_000_000; // characters of a file: browsers keep about five million
const LONGEST = 200; // characters of a title that are shown
const ID = /^[a-z0-9][a-z0-9.\/-]{0,200}$/;

/** The ticks of one site, as this tab and every other tab of the browser left them. */
export class Ticks {
  #key;
  #known = new Map();
  #path = { title: undefined, renamed: {}, replaces: {} };
  #changed = () => {};

  /** `base` is the address of the site's home page: sites of one host do not share their ticks. */
  constructor(base) {
    this.#key = `pathgen-ticks:${base.pathname}`;
    /** Whether the browser keeps what is ticked; false where storage is forbidden or full. */
    this.areKept = localStorage instanceof Storage; // where it is forbidden, early.js puts an empty one in its place
    this.#load();
  }

  /** Learn from the catalogue what it is called, which ids are former names of others, and what stands in for what. */
  know(path) {
    this.#path = path;
    this.#known = this.#renamed(this.#known);
  }

  /** Whether an entry is ticked; one without a word of its own, if something it stands in for is. */
  isDone(id, asked = new Set()) {
    const own = this.#known.get(id);
    if (own || asked.has(id)) return Boolean(own?.done);
    asked.add(id);
    const former = Object.hasOwn(this.#path.replaces, id) ? this.#path.replaces[id] : [];
    return former.some((one) => this.isDone(one, asked));
  }

  /** How many ticks there are, of entries that the catalogue no longer has as well. */
  get count() {
    return [...this.#known.values()].filter((one) => one.done).length;
  }

  set(id, done) {
    this.#load(); // another tab may have ticked something since
    this.#known.set(id, { done, at: Date.now() });
    this.#save();
  }

  /**
   * Add the ticks of an exported file; of two that contradict each other the later counts.
   * Tells how many are new, or -1 where the text is no such file.
   */
  add(text) {
    const given = text.length <= LARGEST ? parsed(text) : null;
    if (!given) return -1;
    this.#load();
    const before = this.#known;
    const after = merged(before, this.#renamed(given));
    if (after.size > MOST) return -1;
    this.#known = after;
    this.#save();
    return [...after].filter(([id, one]) => one.done && !before.get(id)?.done).length;
  }

  /** The title of the path whose ticks an exported file holds, where it is another one; files of before name none. */
  strangerOf(text) {
    const site = text.length <= LARGEST && parsed(text) ? JSON.parse(text).site : "";
    return typeof site === "string" && site !== this.#path.title ? site.slice(0, LONGEST) : "";
  }

  /** Forget everything; gives what was there, as a text that `add` takes back. */
  reset() {
    this.#load();
    const before = this.text;
    this.#known = new Map();
    this.#save();
    return before;
  }

  /** The ticks as a file that can be added here or in another browser. */
  get text() {
    const entries = [...this.#known].map(([id, { done, at }]) => [id, { done, at: new Date(at).toISOString() }]);
    const site = this.#path.title;
    return JSON.stringify({ format: FORMAT, version: VERSION, site, ticks: Object.fromEntries(entries.sort()) }, null, 1);
  }

  /** Call `show` whenever the ticks change, in this tab or in another one. */
  watch(show) {
    this.#changed = show;
    const anew = () => {
      this.#load();
      show();
    };
    addEventListener("storage", (event) => {
      if (event.key !== this.#key && event.key !== null) return;
      if (event.newValue === null) this.#known = new Map(); // reset, what only this tab knew included
      anew();
    });
    // A page that the reader comes back to was asleep, and heard of nothing.
    addEventListener("pageshow", (event) => event.persisted && anew());
  }

  /** Take over what is kept. It is the whole truth, but where this tab could not add to it. */
  #load() {
    try {
      const text = localStorage.getItem(this.#key);
      const kept = this.#renamed(parsed(text ?? "") ?? new Map());
      this.#known = this.areKept ? kept : merged(this.#known, kept);
    } catch {
      this.areKept = false;
    }
  }

  #save() {
    try {
      if (this.#known.size) localStorage.setItem(this.#key, this.text);
      else localStorage.removeItem(this.#key);
      this.areKept = true;
    } catch {
      this.areKept = false;
    }
    this.#changed();
  }

  #renamed(ticks) {
    const name = (id) => (Object.hasOwn(this.#path.renamed, id) ? this.#path.renamed[id] : id);
    const found = new Map();
    for (const [id, one] of ticks) keep(found, name(id), one);
    return found;
  }
}

/** Read ticks from a text that anyone may have written; nothing where it is not ours. */
function parsed(text) {
  try {
    const { format, version, ticks } = JSON.parse(text);
    if (format !== FORMAT || version !== VERSION || Object(ticks) !== ticks) return null;
    const now = Date.now();
    // A clock that is wrong must not make a tick the last word for ever.
    const read = Object.entries(ticks).map(([id, one]) => [id, { done: one?.done, at: Math.min(Date.parse(one?.at), now) }]);
    return new Map(read.filter(([id, { done, at }]) => ID.test(id) && typeof done === "boolean" && at >= 0));
  } catch {
    return null;
  }
}

function merged(one, other) {
  const found = new Map(one);
  for (const [id, tick] of other) keep(found, id, tick);
  return found;
}

/** Of two ticks of one id the later one counts; of two at the same time, the one that is done. */
function keep(found, id, tick) {
  const own = found.get(id);
  if (!own || tick.at > own.at || (tick.at === own.at && tick.done)) found.set(id, tick);
}
