// What the tests ask of an open page.
window.checks = {
  headings: () => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.tagName[1])),

  scheme: () => document.body.dataset.mdColorScheme,

  /** Change the colours as the theme does, at once. */
  paint(scheme) {
    const still = Object.assign(document.createElement("style"), { textContent: "* { transition: none !important }" });
    document.head.append(still);
    document.body.dataset.mdColorScheme = scheme;
  },

  /** By how much the page is wider than its window, once what moves as the window changes has come to rest. */
  overflow() {
    document.getAnimations().forEach((one) => one.finish());
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  },

  linksThatTell: () =>
    [...document.querySelectorAll("a[href^='http']")]
      .filter((one) => one.origin !== location.origin && one.rel !== "noopener")
      .map((one) => one.href),

  /** Texts of too little contrast (WCAG 2.2, relative luminance), on the nearest background that hides what is behind. */
  lowContrast(least) {
    const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
    const linear = (part) => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const known = new Map();
    const behind = (element) => {
      if (!element) return 1;
      if (!known.has(element)) {
        const colour = parts(getComputedStyle(element).backgroundColor);
        known.set(element, colour.length < 4 || colour[3] === 1 ? light(colour) : behind(element.parentElement));
      }
      return known.get(element);
    };
    const ratio = (element) => {
      const [more, less] = [light(parts(getComputedStyle(element).color)), behind(element)].sort((a, b) => b - a);
      return (more + 0.05) / (less + 0.05);
    };
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return [...document.querySelectorAll("article *, .md-tabs a, .md-nav a, .pg-name, .pg-footer *")]
      .filter((one) => one instanceof HTMLElement && own(one) && one.checkVisibility())
      .filter((one) => ratio(one) < least)
      .map((one) => `${ratio(one).toFixed(2)} ${one.className}: ${one.textContent.trim().slice(0, 40)}`);
  },

  /** What has the focus, where it is not seen: out of the window, behind something, or without an outline. */
  badFocus() {
    const one = document.activeElement;
    const shown = one.matches(".md-option") ? one.nextElementSibling : one.matches(".md-nav__toggle") ? one.parentElement : one;
    const box = (shown.getClientRects()[0] ?? shown.getBoundingClientRect());
    const [x, y] = [box.x + Math.min(box.width, 100) / 2, box.y + Math.min(box.height, 20) / 2];
    const hit = document.elementFromPoint(x, y);
    const bad = [];
    if (!hit || !(shown.contains(hit) || hit.contains(shown))) bad.push("not in sight");
    const outlined = [shown, ...shown.querySelectorAll("label")].some((part) => {
      const style = getComputedStyle(part);
      return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
    });
    if (!outlined) bad.push("without an outline");
    return bad.map((what) => `${what}: ${one.outerHTML.slice(0, 120)} at ${x}, ${y}`);
  },

  /** What would move: elements with transitions or animations, and smooth scrolling. */
  moving: () =>
    [...document.querySelectorAll("*")]
      .filter((one) => {
        const style = getComputedStyle(one);
        const lasts = `${style.transitionDuration}, ${style.animationName === "none" ? "0s" : style.animationDuration}`;
        return lasts.split(", ").some((time) => parseFloat(time) > 0) || style.scrollBehavior === "smooth";
      })
      .map((one) => one.outerHTML.slice(0, 80)),

  /** Texts of ours of which a part is cut off: what hides its overflow and has more than it shows. */
  cut: () =>
    [...document.querySelectorAll("article *, .pg-name, .pg-footer *")]
      .filter((one) => one instanceof HTMLElement && one.checkVisibility() && !one.closest(".pg-hidden, .md-typeset__scrollwrap"))
      .filter((one) => one.textContent.trim() && ["hidden", "clip"].includes(getComputedStyle(one).overflowX))
      .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
      .map((one) => `${one.className}: ${one.textContent.trim().slice(0, 60)}`),

  /** Of some elements, those whose text runs out of them at a side. */
  spilled: (which) =>
    [...document.querySelectorAll(which)].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),

  /** Titles that do not fit into their boxes on the concept map. */
  cutTitles() {
    const fits = (text, box) =>
      text.x >= box.x && text.x + text.width <= box.x + box.width && text.y + text.height <= box.y + box.height;
    return [...document.querySelectorAll(".pg-map__node")]
      .filter((node) => {
        const box = node.querySelector("rect").getBBox();
        return ![...node.querySelectorAll("text")].every((line) => fits(line.getBBox(), box));
      })
      .map((node) => node.textContent);
  },

  /** Elements that would run what a catalogue says. */
  wouldRun() {
    const runs = ({ name, value }) => name.startsWith("on") || (name !== "content" && /^\s*javascript:/i.test(value));
    return [...document.querySelectorAll("*")]
      .filter((one) => [...one.attributes].some(runs))
      .map((one) => one.outerHTML.slice(0, 200));
  },

  /** What a reader, a tab and a search engine are shown. */
  shown: () => [
    document.querySelector("main").innerText,
    document.title,
    document.querySelector("meta[name=description]")?.content ?? "",
  ],
};
