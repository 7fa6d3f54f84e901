// What the reader has done. Ticks are kept in this browser only.

const FORMAT = "pathgen-progress";
const VERSION = 1;
const MOST = 20_000; // ticks: a large catalogue has about 10,000 entries
const LARGEST = 4_000_000; // characters of a file: browsers store about five million
const LONGEST = 200; // characters of a title that are shown
const ID = /^[a-z0-9][a-z0-9./-]{0,200}$/;

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
    this.areKept = localStorage instanceof Storage; // where it is forbidden, early.js replaces it by an empty one
    this.#load();
  }

  /**
   * Take from the path its title, the former ids of its entries, and which entries replace others.
   * @param {Path} path
   */
  know(path) {
    this.#path = path;
    this.#known = this.#renamed(this.#known);
  }

  /** Whether an entry is ticked; if the reader never ticked or unticked it, whether one that it replaces is. */
  isDone(id, asked = new Set()) {
    const tick = this.#known.get(id);
    if (tick || asked.has(id)) return Boolean(tick?.done);
    asked.add(id);
    const former = Object.hasOwn(this.#path.replaces, id) ? this.#path.replaces[id] : [];
    return former.some((replaced) => this.isDone(replaced, asked));
  }

  /** How many ticks there are, including those of entries that the catalogue no longer has. */
  get count() {
    return [...this.#known.values()].filter((tick) => tick.done).length;
  }

  set(id, done) {
    this.#load(); // another tab may have ticked something since
    this.#known.set(id, { done, at: Date.now() });
    this.#save();
  }

  /**
   * Add the ticks of an exported file; where two contradict each other, the later counts.
   * Return how many are new, or -1 if the text is not such a file.
   * @param {string} text
   */
  add(text) {
    const added = text.length <= LARGEST ? parsed(text) : null;
    if (!added) return -1;
    this.#load();
    const before = this.#known;
    const after = merged(before, this.#renamed(added));
    if (after.size > MOST) return -1;
    this.#known = after;
    this.#save();
    return [...after].filter(([id, tick]) => tick.done && !before.get(id)?.done).length;
  }

  /** Return the title of the path that an exported file is from if it is another one; older files do not say. */
  strangerOf(text) {
    const site = text.length <= LARGEST && parsed(text) ? JSON.parse(text).site : "";
    return typeof site === "string" && site !== this.#path.title ? site.slice(0, LONGEST) : "";
  }

  /** Delete all ticks; return them as a text that `add` accepts. */
  reset() {
    this.#load();
    const before = this.text;
    this.#known = new Map();
    this.#save();
    return before;
  }

  /** The ticks as the text of a file that can be added here or in another browser. */
  get text() {
    const entries = [...this.#known].map(([id, { done, at }]) => [id, { done, at: new Date(at).toISOString() }]);
    const site = this.#path.title;
    return JSON.stringify({ format: FORMAT, version: VERSION, site, ticks: Object.fromEntries(entries.sort()) }, null, 1);
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
      if (event.newValue === null) this.#known = new Map(); // a reset, which also deletes what only this tab knew
      reload();
    });
    // A page that the reader comes back to was frozen and got no events.
    addEventListener("pageshow", (event) => event.persisted && reload());
  }

  /** Load what is stored. It replaces what this tab knows, unless this tab could not store its own ticks. */
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
    for (const [id, tick] of ticks) keep(found, name(id), tick);
    return found;
  }
}

/**
 * Parse ticks from a text that anyone may have written; return null if it is not an exported file.
 * @param {string} text
 * @returns {Map<string, Tick> | null}
 */
export function parsed(text) {
  try {
    const { format, version, ticks } = JSON.parse(text);
    if (format !== FORMAT || version !== VERSION || Object(ticks) !== ticks) return null;
    const now = Date.now();
    /** @type {Map<string, Tick>} */
    const found = new Map();
    for (const [id, tick] of Object.entries(ticks)) {
      const at = Math.min(Date.parse(tick?.at), now); // a wrong clock must not win over every later tick
      if (ID.test(id) && typeof tick?.done === "boolean" && at >= 0) found.set(id, { done: tick.done, at });
    }
    return found;
  } catch {
    return null;
  }
}

/**
 * Return the ticks of both; of two for the same id, the later.
 * @param {Map<string, Tick>} ticks
 * @param {Map<string, Tick>} others
 */
export function merged(ticks, others) {
  const found = new Map(ticks);
  for (const [id, tick] of others) keep(found, id, tick);
  return found;
}

/** Keep the later of two ticks for the same id; of two at the same time, the one that is done. */
function keep(found, id, tick) {
  const known = found.get(id);
  if (!known || tick.at > known.at || (tick.at === known.at && tick.done)) found.set(id, tick);
}
