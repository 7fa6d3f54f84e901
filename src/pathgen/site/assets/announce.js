// One line at the foot of the window that tells what just happened, to screen readers too.

const line = Object.assign(document.createElement("p"), { className: "pg-tell" });
line.setAttribute("role", "status");
document.body.append(line);

let waiting;

export function announce(text) {
  clearTimeout(waiting);
  line.textContent = text;
  waiting = setTimeout(() => line.replaceChildren(), 6000);
}
