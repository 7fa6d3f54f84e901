// A line at the bottom of the window that says what just happened, to screen readers too.

const line = Object.assign(document.createElement("p"), { className: "pg-announcement" });
line.setAttribute("role", "status");
document.body.append(line);

let waiting;

export function announce(text) {
  clearTimeout(waiting);
  line.textContent = text;
  waiting = setTimeout(() => line.replaceChildren(), 6000);
}
