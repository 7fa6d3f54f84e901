// A calendar as a text (RFC 5545); pathgen's learner/study_plan/ics.py says why its events are as they are.

const LONGEST = 75; // octets of a line, without its end (§3.1)

/** Write a calendar: `events` are `{uid, day: "2027-01-04", following, summary, description, url}`. */
export function calendar(name, events, made) {
  const stamp = made.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pathgen//study plan//EN", `NAME:${text(line(name))}`];
  for (const event of events) {
    lines.push(
      "BEGIN:VEVENT",
      `SUMMARY:${text(line(event.summary))}`,
      `DTSTART;VALUE=DATE:${event.day.replaceAll("-", "")}`,
      `DTEND;VALUE=DATE:${event.following.replaceAll("-", "")}`,
      `DTSTAMP:${stamp}`,
      `UID:${text(event.uid)}`,
      `SEQUENCE:${Math.floor(made.getTime() / 60_000)}`,
      `DESCRIPTION:${event.description.map((one) => text(line(one))).join("\\n")}`,
      "TRANSP:TRANSPARENT",
    );
    if (/^https?:\/\//i.test(event.url)) lines.push(`URL:${event.url.replace(/[^\x21-\x7e]/gu, encodeURIComponent)}`);
    lines.push("END:VEVENT");
  }
  return [...lines, "END:VCALENDAR", ""].map(folded).join("\r\n");
}

/** Keep a text to one line, as a stranger may have written it. */
const line = (value) => value.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+/g, " ").trim();

/** Escape what has a meaning in a text (§3.3.11). */
const text = (value) => value.replace(/[\\;,]/g, "\\$&");

/** Fold a line that is too long, and never within a character. */
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
