"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  for (const one of document.querySelectorAll(".with-script")) one.hidden = false;

  // Light and dark: the system's choice until the reader makes one.
  const theme = byId("theme");
  const isDark = () =>
    (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const nameTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; theme.setAttribute("aria-label", `Change to ${isDark() ? "light" : "dark"} colours`); };
  theme.hidden = false;
  nameTheme();
  theme.addEventListener("click", () => { document.documentElement.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });

  // What is folded away is printed too.
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("main > section > details")) one.open = true; });

  // Sorting: what is unknown stays last, whichever way.
  const keys = { when: (row) => row.dataset.when, where: (row) => row.dataset.where };
  const key = (row, by) => (keys[by] ? keys[by](row) : Number(row.dataset[by]));
  const unknown = (value) => value === "" || value === -1;
  for (const table of document.querySelectorAll("table.events")) {
    const body = table.tBodies[0];
    for (const head of table.querySelectorAll("th[data-sort]")) {
      // A span, since browsers leave buttons out of the headings that they repeat on each printed page.
      const button = document.createElement("span");
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        button.click();
      });
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows].map((row) => [key(row, head.dataset.sort), row]);
        rows.sort(([a], [b]) => unknown(a) - unknown(b) || (a < b ? -1 : a > b ? 1 : 0) * (up ? 1 : -1));
        body.append(...rows.map(([, row]) => row));
      });
    }
  }

  // The map: the view box moves and grows; marks and names keep their size on the screen.
  const frame = byId("map-frame");
  if (!frame) return;
  const svg = byId("map-svg");
  const fixed = [...svg.querySelectorAll(".fixed")];
  const parse = (words) => words.split(" ").map(Number);
  const home = parse(svg.getAttribute("viewBox"));
  const whole = parse(svg.dataset.whole);
  let view = [...home];
  const near = parse(svg.dataset.near);
  const least = Math.min(home[2], 20), most = Math.max(home[2], whole[2]) * 2;

  // Kilometres a pixel, and where the frame's corner lies: the view box lies in the middle of it, whole.
  const scale = () => Math.max(view[2] / frame.clientWidth, view[3] / frame.clientHeight);
  const at = (event) => {
    const box = frame.getBoundingClientRect(), s = scale();
    return [view[0] + view[2] / 2 + (event.clientX - box.left - box.width / 2) * s, view[1] + view[3] / 2 + (event.clientY - box.top - box.height / 2) * s];
  };
  const show = () => {
    svg.setAttribute("viewBox", view.map((n) => n.toFixed(3)).join(" "));
    const s = scale(), w = frame.clientWidth * s, h = frame.clientHeight * s;
    const left = view[0] + (view[2] - w) / 2, top = view[1] + (view[3] - h) / 2;
    svg.classList.toggle("from-afar", left < near[0] || top < near[1] || left + w > near[0] + near[2] || top + h > near[1] + near[3]);
    for (const one of fixed) one.setAttribute("transform", `translate(${one.dataset.x} ${one.dataset.y}) scale(${s.toFixed(6)})`);
    const power = 10 ** Math.floor(Math.log10(s * 150));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n <= s * 150);
    byId("scale-line").setAttribute("d", `M1 14v6h${(km / s).toFixed(1)}v-6`);
    byId("scale-words").textContent = `${Number(km.toPrecision(2))} km`;
  };
  const zoom = (factor, around) => {
    const width = Math.min(most, Math.max(least, view[2] * factor)), f = width / view[2];
    const [x, y] = around || [view[0] + view[2] / 2, view[1] + view[3] / 2];
    view = [x - (x - view[0]) * f, y - (y - view[1]) * f, width, view[3] * f];
    show();
  };
  const move = (dx, dy) => { const s = scale(); view[0] += dx * s; view[1] += dy * s; show(); };
  const go = (to) => { view = [...to]; show(); };
  const actions = { in: () => zoom(0.6), out: () => zoom(1 / 0.6), home: () => go(home), whole: () => go(whole) };
  const buttons = byId("map-buttons");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => actions[event.target.closest("button")?.dataset.map]?.());

  const pressed = {
    ArrowLeft: () => move(-60, 0), ArrowRight: () => move(60, 0), ArrowUp: () => move(0, -60), ArrowDown: () => move(0, 60),
    "+": actions.in, "=": actions.in, "-": actions.out, 0: actions.home,
  };
  frame.addEventListener("keydown", (event) => {
    const act = !event.ctrlKey && !event.metaKey && !event.altKey && pressed[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // The wheel scrolls the page until the map is used, so that reading on is never caught.
  let used = false;
  frame.addEventListener("pointerdown", () => { used = true; });
  document.addEventListener("pointerdown", (event) => { if (!frame.contains(event.target)) used = false; });
  frame.addEventListener("wheel", (event) => {
    if (!used && !event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, at(event));
  }, { passive: false });

  const held = new Map();
  let moved = false;
  const spread = () => { const [a, b] = [...held.values()]; return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
  frame.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) return;
    held.set(event.pointerId, event);
    if (held.size === 1) moved = false;
  });
  frame.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    if (held.size === 2) {
      const wide = spread();
      held.set(event.pointerId, event);
      zoom(wide / Math.max(1, spread()), at(event));
      moved = true;
      return;
    }
    const dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
    if (!moved && Math.hypot(dx, dy) < 5) return;
    if (!moved) frame.setPointerCapture(event.pointerId);
    moved = true;
    frame.classList.add("moving");
    held.set(event.pointerId, event);
    move(-dx, -dy);
  });
  const release = (event) => { held.delete(event.pointerId); frame.classList.remove("moving"); };
  for (const kind of ["pointerup", "pointercancel"]) frame.addEventListener(kind, release);
  frame.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  new ResizeObserver(show).observe(frame);
  show();
})();
