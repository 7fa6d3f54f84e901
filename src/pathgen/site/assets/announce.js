// A line at the bottom of the window that says what just happened, to screen readers too.

const line = Object.assign(document.createElement("p"), { className: "pg-announcement" });
line.setAttribute("role", "status");
document.body.append(line);

let waiting;

/** Say a text; `isSeen`: only to screen readers, as it is seen elsewhere. */
export function announce(text, isSeen = false) {
  clearTimeout(waiting);
  line.classList.toggle("pg-hidden", isSeen);
  line.textContent = text;
  waiting = setTimeout(() => line.replaceChildren(), 6000);
}
