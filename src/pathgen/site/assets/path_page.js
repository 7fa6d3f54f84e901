// A page of the path: the reader chooses, ticks and sees the progress.

import { addTickBoxes } from "./tick_boxes.js";
import { addMenus } from "./entry_menu.js";
import { enhanceChoice } from "./choice.js";
import { loadPath } from "./path.js";
import { ticks } from "./progress.js";
import { showProgress } from "./progress_view.js";

const path = await loadPath();
ticks.know(path);
enhanceChoice(document.querySelectorAll("[data-pg-choose]"), path);
showProgress(path);
const page = document.querySelector("[data-pg-keeping]");
if (page) (await import("./progress_page.js")).enhanceProgressPage(page, path);
addTickBoxes(path);
addMenus(path);
