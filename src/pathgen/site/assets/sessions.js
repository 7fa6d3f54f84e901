// A reader's way through the path, cut into dated sessions: the rule of pathgen's plan.py, which says what it is.
// Days are whole numbers, counted from 1 January 1970: no time zone has a part in them.

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const THURSDAY = 3; // the day 0

/** Which day of the week a day is; 0 is Monday. */
export const weekday = (day) => (((day + THURSDAY) % 7) + 7) % 7;

/** Give the day that is written `2027-01-04`; NaN where none is. */
export function dayOf(written) {
  const day = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(`${written}T00:00Z`) / 86_400_000 : NaN;
  return day >= 0 && written === writtenDay(day) ? day : NaN; // some browsers take 31 February for 3 March
}

export const writtenDay = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Tell what is wrong with `{minutes, days, start}`, by the name of a text; nothing where a plan can be made. */
export function wrong({ minutes, days, start }, rule) {
  if (!days.length) return "no_days";
  if (!(start >= dayOf(rule.first) && start <= dayOf(rule.last))) return "bad_start";
  if (!(minutes >= rule.least * days.length && minutes <= rule.most * days.length)) return "bad_hours";
  return "";
}

/** List what is left to do on a route: `[{id, title, part, url, step, minutes: [low, high], isCheck, isUnknown}]`. */
export function tasksOf(path, edition, track, isDone, rule) {
  const routes = path.routes[Object.hasOwn(path.routes, edition) ? edition : path.edition];
  const stops = routes[Object.hasOwn(routes, track) ? track : ""].map((at) => path.entries[at]);
  const found = [];
  stops.forEach((stop, at) => {
    const step = path.steps[stop.step];
    if (![stop.id, ...stop.instead].some(isDone)) {
      const minutes = stop.minutes ?? [rule.unknown, rule.unknown];
      found.push({ ...stop, step, minutes, isCheck: false, isUnknown: !stop.minutes });
    }
    if (stops[at + 1]?.step !== stop.step && !step.checks.every(isDone)) {
      const minutes = [rule.check, rule.check];
      found.push({ id: `${step.id}/self-check`, title: step.title, step, minutes, isCheck: true, isUnknown: false });
    }
  });
  return found;
}

/** Cut tasks of so many minutes into `[{at, day, minutes}]`; null where that takes too many sessions. */
export function pack(lengths, week, rule) {
  const pieces = [];
  const sessions = sessionsOf(week);
  let [count, day, left] = [0, 0, 0];
  for (const [at, length] of lengths.entries()) {
    for (let rest = length; rest; ) {
      if (left < Math.min(rest, rule.least)) {
        if (count++ === rule.sessions) return null;
        [day, left] = sessions.next().value;
      }
      const minutes = Math.min(rest, left);
      pieces.push({ at, day, minutes });
      left -= minutes;
      rest -= minutes;
    }
  }
  return pieces;
}

/** Give the day and the minutes of each session, without an end. */
function* sessionsOf({ minutes, days, start }) {
  const share = (at) => Math.floor((minutes * at) / days.length);
  for (let day = start; ; day++) {
    const at = days.indexOf(weekday(day));
    if (at >= 0) yield [day, share(at + 1) - share(at)];
  }
}

/**
 * Plan the tasks: `{sessions: [{day, items: [{task, minutes, part, parts, uid}]}], earliest, latest}`; null where it
 * would take too many sessions.
 */
export function planned(tasks, week, rule) {
  const [low, middle, high] = [
    (task) => task.minutes[0],
    (task) => Math.floor((task.minutes[0] + task.minutes[1]) / 2),
    (task) => task.minutes[1],
  ].map((length) => pack(tasks.map(length), week, rule));
  if (!high) return null;
  const parts = new Map();
  for (const { at } of middle) parts.set(at, (parts.get(at) ?? 0) + 1);
  const [ofTask, ofId, sessions] = [new Map(), new Map(), []];
  for (const { at, day, minutes } of middle) {
    const task = tasks[at];
    const part = next(ofTask, at);
    const uid = `${task.id}/${next(ofId, task.id)}`;
    if (sessions.at(-1)?.day !== day) sessions.push({ day, items: [] });
    sessions.at(-1).items.push({ task, minutes, part, parts: parts.get(at), uid });
  }
  return { sessions, earliest: low.at(-1)?.day, latest: high.at(-1)?.day };
}

function next(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts.get(key);
}
