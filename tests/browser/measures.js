// What tests measure in a page: each function gives a list of what is wrong, in words that name the place.
({
  STOPS: "a[href], button:enabled, input:enabled, textarea:enabled, summary, [tabindex='0']",

  shownStops() {
    return [...document.querySelectorAll(this.STOPS)].filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility());
  },

  named(element) {
    return `${element.tagName} "${(element.getAttribute("aria-label") || element.innerText || "").trim().slice(0, 60)}"`;
  },

  // a ring is an outline of the control, or of the label or group that draws it
  unringed() {
    const ringed = (element) => {
      const style = element && getComputedStyle(element);
      return style && style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
    };
    const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const missing = [];
    for (const stop of this.shownStops()) {
      stop.focus({ preventScroll: true });
      const drawn = [stop, stop.closest("label"), stop.closest("[role=group]")].find(ringed);
      if (document.activeElement === stop && !(drawn && seen(drawn))) missing.push(this.named(stop));
    }
    document.activeElement.blur();
    return missing;
  },

  // tables, grids and code scroll by themselves, which is how they keep from being cut off
  cut() {
    const scrolls = ".rux-scroll, [data-testid=stDataFrame], pre, [data-testid=stHeader]";
    const wrong = [];
    if (document.documentElement.scrollWidth > innerWidth) wrong.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const main = document.querySelector("[data-testid=stMain]");
    if (main.scrollWidth > main.clientWidth) wrong.push(`what scrolls is ${main.scrollWidth} wide`);
    for (const part of main.querySelectorAll("button, input, textarea, summary, a, p, h1, h2, h3, li, svg.marks")) {
      const { left, right, width } = part.getBoundingClientRect();
      if (width <= 1 || part.closest(scrolls) || part.closest("[style*='clip']") || !part.checkVisibility()) continue;
      if (right > innerWidth + 1 || left < -1) wrong.push(`${this.named(part)} ends at ${Math.round(right)} of ${innerWidth}`);
      for (let box = part.parentElement; box && box !== main; box = box.parentElement) {
        const edges = box.getBoundingClientRect();
        if (getComputedStyle(box).overflowX !== "visible" && edges.width > 1 && right > edges.right + 2)
          wrong.push(`${this.named(part)} is cut off at ${Math.round(edges.right)}, ends at ${Math.round(right)}`);
      }
    }
    return wrong;
  },

  moving() {
    const moves = (element) => {
      const style = getComputedStyle(element);
      const lasts = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0);
      return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
    };
    return [...document.querySelectorAll("body *")].filter(moves).map((element) => this.named(element));
  },

  // a picture is drawn after its page: the room kept for it must be as high, or what stands below jumps
  jumping() {
    const wrong = [];
    for (const drawing of document.querySelectorAll(".stVegaLiteChart svg.marks")) {
      const kept = parseInt(drawing.closest("[class*=_reserved_]").className.match(/_reserved_(\d+)/)[1]);
      const drawn = drawing.getBoundingClientRect().height;
      if (drawn - kept < 0 || drawn - kept > 60) wrong.push(`${this.named(drawing)} is ${Math.round(drawn)} high in room for ${kept}`);
    }
    return wrong;
  },

  colour(text) {
    const numbers = text === "none" ? [0, 0, 0, 0] : text.match(/[\d.]+/g).map(Number);
    return numbers.length > 3 ? numbers : [...numbers, 1];
  },

  over(top, share, ground) {
    const covers = top[3] * share;
    return [0, 1, 2].map((part) => top[part] * covers + ground[part] * (1 - covers));
  },

  contrast(one, other) {
    const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = (colour) => 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  },

  // every mark of every chart by its edge or its filling, every word by its ink, against what lies below it
  faint() {
    const paper = this.colour(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
    const found = [];
    for (const drawing of document.querySelectorAll("svg.marks")) {
      const below = [];
      const edged = drawing.querySelector(".mark-line") !== null;
      for (const mark of drawing.querySelectorAll("path, rect, line, text")) {
        const place = mark.getBoundingClientRect();
        const kind = mark.closest("g[class*='mark-']")?.classList[0] ?? "";
        if ((!place.width && !place.height) || mark.matches(".background, .foreground")) continue;
        const style = getComputedStyle(mark);
        const filled = Number(style.opacity) * Number(style.fillOpacity);
        const drawn = parseFloat(style.strokeWidth) > 0 ? Number(style.opacity) * Number(style.strokeOpacity) : 0;
        const said = `${kind} in "${drawing.parentElement.getAttribute("aria-label").slice(0, 60)}"`;
        if (mark.tagName === "text") {
          const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
          const covers = ({ box }) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
          const ground = below.filter(covers).reduce((under, { fill, share }) => this.over(fill, share, under), paper);
          const reached = this.contrast(this.over(this.colour(style.fill), filled, ground), ground);
          if (reached < 4.5) found.push(`"${mark.textContent}" ${reached.toFixed(1)}, ${said}`);
          continue;
        }
        if (mark.closest(".role-axis, .role-legend, .role-title")) continue;
        if (kind === "mark-rect") below.push({ box: place, fill: this.colour(style.fill), share: filled });
        // the filling between two lines says nothing that they do not
        if (kind === "mark-area" && edged) continue;
        const fill = this.contrast(this.over(this.colour(style.fill), filled, paper), paper);
        const edge = this.contrast(this.over(this.colour(style.stroke), drawn, paper), paper);
        if (Math.max(fill, edge) < 3) found.push(`${Math.max(fill, edge).toFixed(1)}, ${said}`);
      }
    }
    return [...new Set(found)];
  },

  // what assistive technology finds where a chart is drawn
  untold() {
    const wrong = [];
    for (const chart of document.querySelectorAll("[data-testid=stVegaLiteChart]")) {
      const said = chart.getAttribute("aria-label") ?? "";
      if (!/^graphics-document|^img$/.test(chart.getAttribute("role"))) wrong.push(`no role: "${said.slice(0, 60)}"`);
      if (said.length < 60 || !/\d/.test(said)) wrong.push(`says no numbers: "${said.slice(0, 60)}"`);
      const parts = [...chart.querySelectorAll("[role=graphics-symbol], [role=img]")].filter((part) => !part.closest("[aria-hidden=true]"));
      if (parts.some((part) => !part.getAttribute("aria-label"))) wrong.push(`a part has no name: "${said.slice(0, 60)}"`);
      const after = [...document.querySelectorAll("summary, [data-testid=stVegaLiteChart]")];
      const next = after.slice(after.indexOf(chart) + 1)[0];
      if (!next?.innerText.includes("Table and downloads")) wrong.push(`no table behind: "${said.slice(0, 60)}"`);
    }
    return wrong;
  },
})
