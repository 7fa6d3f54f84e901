// What a reader does on a page of the path: choose, tick, see how far it is.

import { enhanceBoxes } from "./tick_boxes.js";
import { enhanceChoice } from "./choice.js";
import { loadPath } from "./path.js";
import { ticks } from "./progress.js";
import { enhanceStanding } from "./progress_view.js";

const path = await loadPath();
ticks.know(path);
enhanceChoice(document.querySelectorAll("[data-pg-choose]"), path);
enhanceStanding(path);
const page = document.querySelector("[data-pg-keeping]");
if (page) (await import("./progress_page.js")).enhanceKeeping(page, path);
enhanceBoxes(path);
