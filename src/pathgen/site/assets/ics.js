// A calendar as text (RFC 5545); pathgen's learner/study_plan/ics.py says why its events are as they are.

const LONGEST = 75; // octets of a line, without its end (§3.1)

/**
 * Return a calendar with an event for each of `events`: all day, or from one local time to another.
 * @param {string} name
 * @param {CalendarEvent[]} events
 * @param {Date} now
 */
export function calendar(name, events, now) {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pathgen//study plan//EN", `NAME:${text(line(name))}`];
  for (const event of events) {
    const isTimed = event.begin.includes("T");
    const value = isTimed ? "" : ";VALUE=DATE";
    lines.push(
      "BEGIN:VEVENT",
      `SUMMARY:${text(line(event.summary))}`,
      `DTSTART${value}:${event.begin}`,
      `DTEND${value}:${event.end}`,
      `DTSTAMP:${stamp}`,
      `UID:${text(event.uid)}`,
      `SEQUENCE:${Math.floor(now.getTime() / 60_000)}`,
      `DESCRIPTION:${event.description.map((part) => text(line(part))).join("\\n")}`,
    );
    if (!isTimed) lines.push("TRANSP:TRANSPARENT");
    if (/^https?:\/\//i.test(event.url)) lines.push(`URL:${event.url.replace(/[^\x21-\x7e]/gu, encodeURIComponent)}`);
    if (event.hasAlarm) lines.push(...alarm(event));
    lines.push("END:VEVENT");
  }
  return [...lines, "END:VCALENDAR", ""].map(folded).join("\r\n");
}

function alarm({ summary }) {
  return ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${text(line(summary))}`, "TRIGGER:-PT10M", "END:VALARM"];
}

/** Return a text, which a stranger may have written, as one line. */
const line = (value) => value.replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ").trim();

/** Escape the characters that have a meaning in a text (§3.3.11). */
const text = (value) => value.replace(/[\\;,]/g, "\\$&");

/** Fold a line that is too long, never within a character. */
function folded(whole) {
  const encoder = new TextEncoder();
  let [result, length] = ["", 0];
  for (const character of whole) {
    const octets = encoder.encode(character).length;
    if (length + octets > LONGEST) [result, length] = [`${result}\r\n `, 1];
    result += character;
    length += octets;
  }
  return result;
}
