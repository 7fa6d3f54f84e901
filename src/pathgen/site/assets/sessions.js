// A reader's route through the path, cut into dated sessions: the same rule as pathgen's learner/study_plan/plan.py,
// which explains it. Days are whole numbers, counted from 1 January 1970, so no time zone matters.

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const THURSDAY = 3; // the day 0
const FEW = 4; // pieces of a task that are counted; a longer one goes on from week to week

/** Return the day of the week; 0 is Monday. */
export const weekday = (day) => (((day + THURSDAY) % 7) + 7) % 7;

export const middleOf = ([low, high]) => Math.floor((low + high) / 2);

/** Return the first day of a day's week. */
export const monday = (day) => day - weekday(day);

/**
 * Parse a day written as `2027-01-04`; return NaN for anything else.
 * @param {string} written
 * @returns {number}
 */
export function dayOf(written) {
  const day = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(`${written}T00:00Z`) / 86_400_000 : NaN;
  return day >= 0 && written === writtenDay(day) ? day : NaN; // some browsers read 31 February as 3 March
}

export const writtenDay = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/**
 * Return the name of the message for an invalid week, or "" if a plan can be made.
 * @param {Week} week
 * @param {PlanRule} rule
 */
export function problemWith({ minutes, days, start }, rule) {
  if (!days.length) return "no_days";
  if (!(start >= dayOf(rule.first) && start <= dayOf(rule.last))) return "bad_start";
  if (!(minutes >= rule.least * days.length && minutes <= rule.most * days.length)) return "bad_hours";
  return "";
}

/**
 * Return what is left to do on a route, in order.
 * @param {Path} path
 * @param {Reader} reader
 * @param {PlanRule} rule
 * @returns {Task[]}
 */
export function tasksOf(path, edition, track, reader, rule) {
  const stops = stopsOf(path, edition, track);
  /** @type {Task[]} */
  const tasks = [];
  stops.forEach((stop, at) => {
    const step = path.steps[stop.step];
    if (!stop.open_ended && isLeft(stop, reader)) {
      /** @type {[number, number]} */
      const minutes = stop.minutes ?? [rule.unknown, rule.unknown];
      tasks.push({ ...stop, step, minutes, isCheck: false, isUnknown: !stop.minutes });
    }
    const checks = step.checks[knownEdition(path, edition)];
    if (stops[at + 1]?.step !== stop.step && !checks.every((id) => reader.isDone(id))) {
      /** @type {[number, number]} */
      const minutes = [rule.check, rule.check];
      tasks.push({ id: `${step.id}/self-check`, title: step.title, step, minutes, isCheck: true, isUnknown: false });
    }
  });
  return tasks;
}

/**
 * Return the longer works of the path, which have no sessions, that are still to do.
 * @param {Path} path
 * @param {Reader} reader
 */
export function worksOf(path, edition, track, reader) {
  return stopsOf(path, edition, track, path.onward).filter((stop) => isLeft(stop, reader));
}

/**
 * Whether a stop is still to do: not skipped, and neither it nor an alternative to it is done.
 * @param {Entry} stop
 * @param {Reader} reader
 */
function isLeft({ id, instead }, reader) {
  return ![id, ...instead].some((one) => reader.isDone(one)) && !reader.isSkipped(id);
}

/** @param {Path} path */
function knownEdition(path, edition) {
  return Object.hasOwn(path.routes, edition) ? edition : path.edition;
}

/** @param {Path} path */
function stopsOf(path, edition, track, choices = path.routes) {
  const routes = choices[knownEdition(path, edition)];
  return routes[Object.hasOwn(routes, track) ? track : ""].map((at) => path.entries[at]);
}

/**
 * Cut tasks of these lengths in minutes into pieces; return null if that takes too many sessions.
 * @param {number[]} lengths
 * @param {Week} week
 * @param {PlanRule} rule
 * @returns {{at: number, day: number, minutes: number}[] | null} `at` is the index of the task
 */
export function pack(lengths, week, rule) {
  const pieces = [];
  const sessions = sessionsOf(week);
  let [count, day, left] = [0, 0, 0];
  for (const [at, length] of lengths.entries()) {
    for (let rest = length; rest; ) {
      if (left < Math.min(rest, rule.least)) {
        if (count++ === rule.sessions) return null;
        const [following, capacity] = /** @type {[number, number]} */ (sessions.next().value);
        [day, left] = [following, capacity + Math.min(left, 0)];
        continue;
      }
      const minutes = rest - left < rule.least ? rest : left;
      pieces.push({ at, day, minutes });
      left -= minutes;
      rest -= minutes;
    }
  }
  return pieces;
}

/**
 * Yield the day and the minutes of each session, without end.
 * @param {Week} week
 */
function* sessionsOf({ minutes, days, start }) {
  const share = (at) => Math.floor((minutes * at) / days.length);
  for (let day = start; ; day++) {
    const at = days.indexOf(weekday(day));
    if (at >= 0) yield [day, share(at + 1) - share(at)];
  }
}

/**
 * Plan the tasks with the middle of each estimate; return null if the longest estimates take too many sessions.
 * @param {Task[]} tasks
 * @param {Week} week
 * @param {PlanRule} rule
 * @returns {{sessions: Session[], earliest: number, latest: number} | null} the days on which the last session may be
 */
export function planned(tasks, week, rule) {
  const [low, middle, high] = [
    (task) => task.minutes[0],
    (task) => middleOf(task.minutes),
    (task) => task.minutes[1],
  ].map((length) => pack(tasks.map(length), week, rule));
  if (!high) return null;
  /** @type {Map<number, number[]>} */
  const days = new Map();
  for (const { at, day } of middle) days.set(at, [...(days.get(at) ?? []), day]);
  const [ofTask, ofId] = [new Map(), new Map()];
  /** @type {Session[]} */
  const sessions = [];
  for (const { at, day, minutes } of middle) {
    const task = tasks[at];
    const part = next(ofTask, at);
    const uid = `${task.id}/${next(ofId, task.id)}`;
    const parts = days.get(at).length;
    const weeks = (monday(days.get(at).at(-1)) - monday(days.get(at)[0])) / 7 + 1;
    const goesOn = parts > FEW && part > 1 && part < parts;
    if (sessions.at(-1)?.day !== day) sessions.push({ day, items: [] });
    sessions.at(-1).items.push({ task, minutes, part, parts, weeks, isLong: parts > FEW, goesOn, uid });
  }
  return { sessions, earliest: low.at(-1)?.day, latest: high.at(-1)?.day };
}

/**
 * Return the weeks of a plan; weeks in which nothing but the same task goes on are one stretch.
 * @param {Session[]} sessions
 * @returns {{number: number, weeks: number, sessions: Session[]}[]} the number of the first week, and how many they are
 */
export function stretches(sessions) {
  const weeks = [];
  for (const session of sessions) {
    if (monday(weeks.at(-1)?.[0].day) !== monday(session.day)) weeks.push([]);
    weeks.at(-1).push(session);
  }
  const found = [];
  for (const [at, week] of weeks.entries()) {
    const before = found.at(-1);
    if (before && only(week) && only(week) === only(before.sessions)) {
      before.weeks += 1;
      before.sessions.push(...week);
    } else found.push({ number: at + 1, weeks: 1, sessions: week });
  }
  return found;
}

/** Return the task that goes on in all of some sessions, without another one. */
function only(sessions) {
  const items = sessions.flatMap((session) => session.items);
  return items.every(({ task, goesOn }) => goesOn && task === items[0].task) && items[0].task;
}

/** Count up and return how often a key came. */
function next(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts.get(key);
}
