/* Moves the picture of a network: pan, zoom, put things elsewhere, show neighbours, go by keys. Without this script the
   picture is a drawing with links, and the table below says the same. */
"use strict";
(() => {
  const figure = document.querySelector("[data-network]");
  const sheet = figure?.querySelector(".net-sheet");
  const svg = sheet?.querySelector("svg");
  if (!svg) return;
  const whole = svg.viewBox.baseVal;
  const all = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const isPhone = sheet.clientWidth < 640;
  const turned = isPhone && all.width > all.height; // laid out broad: stood upright where the screen is
  if (turned) [all.width, all.height] = [all.height, all.width];
  const LEAST = 220; // units across that still make sense
  const spots = new Map();
  const lines = new Map();
  const near = new Map();

  svg.querySelectorAll(".net-spot").forEach((spot) => {
    const place = spot.transform.baseVal.consolidate().matrix;
    const [x, y] = turned ? [place.f, place.e] : [place.e, place.f];
    spots.set(spot.dataset.key, { spot, x, y });
    lines.set(spot.dataset.key, []);
    near.set(spot.dataset.key, new Set());
  });
  svg.querySelectorAll(".net-line").forEach((line) => {
    const { one, other } = line.dataset;
    lines.get(one).push(line);
    lines.get(other).push(line);
    near.get(one).add(other);
    near.get(other).add(one);
  });
  figure.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
  figure.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  sheet.classList.add("net-live");
  const TOO_SMALL = isPhone ? 0.3 : 0.45; // to read
  if (isPhone && sheet.clientWidth / all.width > TOO_SMALL) { // as high as the whole of it needs, within reach
    const high = Math.min(innerHeight * 0.75, (sheet.clientWidth * all.height) / all.width);
    sheet.style.height = `${Math.max(high, 260)}px`;
  }

  function put(key) {
    const { spot, x, y } = spots.get(key);
    spot.setAttribute("transform", `translate(${x} ${y})`);
    lines.get(key).forEach((line) => {
      const end = line.dataset.one === key ? "1" : "2";
      line.setAttribute(`x${end}`, x);
      line.setAttribute(`y${end}`, y);
    });
  }
  if (turned) spots.forEach((_one, key) => put(key));
  const table = document.querySelector(".net-table");
  if (isPhone && table) {
    table.open = location.hash === "#table" || new URLSearchParams(location.search).has("page");
    document.querySelector('a[href="#table"]')?.addEventListener("click", () => { table.open = true; });
  }

  /* -- the window on the sheet -- */
  let view = { ...all };
  function show(next) {
    view = next;
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    svg.classList.toggle("net-close", scale() > 1.6);
    svg.classList.toggle("net-small", isPhone && scale() < 0.8);
    svg.style.setProperty("--net-times", 1 / scale()); // names as large as they are read, however small the picture
  }
  const scale = () => Math.min(svg.clientWidth / view.width, svg.clientHeight / view.height);
  function toUnits(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return { x: at.x, y: at.y };
  }
  const middle = () => ({ x: view.x + view.width / 2, y: view.y + view.height / 2 });
  function zoom(by, about = middle()) {
    const width = Math.min(Math.max(view.width / by, LEAST), Math.max(all.width, all.height) * 2);
    const part = width / view.width;
    show({
      x: about.x - (about.x - view.x) * part,
      y: about.y - (about.y - view.y) * part,
      width,
      height: view.height * part,
    });
  }
  const pan = (x, y) => show({ ...view, x: view.x + x * view.width, y: view.y + y * view.height });
  function reveal(key) {
    const { x, y } = spots.get(key);
    const inside = x > view.x && y > view.y && x < view.x + view.width && y < view.y + view.height;
    if (!inside) show({ ...view, x: x - view.width / 2, y: y - view.height / 2 });
  }
  function begin() {
    const chosen = svg.querySelector(".net-chosen");
    show({ ...all });
    const shown = scale();
    const first = chosen ?? (isPhone ? svg.querySelector(".net-joins") ?? svg.querySelector(".net-case") : null);
    if (first && shown < TOO_SMALL) { // start where the reader looks, or at what ties most
      const { x, y } = spots.get(first.dataset.key);
      const width = svg.clientWidth / 0.8;
      const height = svg.clientHeight / 0.8;
      show({ x: x - width / 2, y: y - height / 2, width, height });
    }
  }
  figure.querySelectorAll("[data-zoom]").forEach((button) => {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") show({ ...all });
      else zoom(button.dataset.zoom === "in" ? 1.4 : 1 / 1.4);
    });
  });
  sheet.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / (event.deltaMode ? 20 : 500)), toUnits(event));
  }, { passive: false });

  /* -- dragging the sheet, or one thing -- */
  const fingers = new Map();
  let held = null;
  let moved = false;
  function move(key, x, y) {
    Object.assign(spots.get(key), { x, y });
    put(key);
  }
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const spot = event.target.closest(".net-spot");
    held = fingers.size === 1 ? { key: spot?.dataset.key, from: toUnits(event), x: event.clientX, y: event.clientY } : null;
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    if (fingers.size === 2) {
      const [one, other] = [...fingers.values()];
      const before = Math.hypot(one.x - other.x, one.y - other.y);
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const [a, b] = [...fingers.values()];
      zoom(Math.hypot(a.x - b.x, a.y - b.y) / (before || 1), toUnits({ clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 }));
      moved = true;
      return;
    }
    if (!held || (!moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 5)) return;
    moved = true;
    const at = toUnits(event);
    if (held.key) move(held.key, at.x, at.y);
    else show({ ...view, x: view.x + held.from.x - at.x, y: view.y + held.from.y - at.y });
  });
  const let_go = (event) => { fingers.delete(event.pointerId); if (!fingers.size) held = null; };
  addEventListener("pointerup", let_go);
  addEventListener("pointercancel", let_go);
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  /* -- neighbours -- */
  function light(key) {
    svg.querySelectorAll(".net-near").forEach((one) => one.classList.remove("net-near"));
    svg.classList.toggle("net-dim", Boolean(key));
    if (!key) return;
    spots.get(key).spot.classList.add("net-near");
    near.get(key).forEach((other) => spots.get(other).spot.classList.add("net-near"));
    lines.get(key).forEach((line) => line.classList.add("net-near"));
  }
  const key_of = (event) => event.target.closest?.(".net-spot")?.dataset.key;
  svg.addEventListener("pointerover", (event) => { if (!held) light(key_of(event)); });
  svg.addEventListener("pointerleave", () => light(null));
  svg.addEventListener("focusin", (event) => { const key = key_of(event); if (key) { light(key); reveal(key); } });
  svg.addEventListener("focusout", () => light(null));

  /* -- keys -- */
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = key_of(event);
    const way = ways[event.key];
    if (way && key) {
      const from = spots.get(key);
      let best = null;
      let least = Infinity;
      near.get(key).forEach((other) => {
        const to = spots.get(other);
        const [across, down] = [to.x - from.x, to.y - from.y];
        const along = across * way[0] + down * way[1];
        const cost = Math.hypot(across, down) * (2 - along / (Math.hypot(across, down) || 1));
        if (along > 0 && cost < least) [best, least] = [to, cost];
      });
      best?.spot.querySelector("a").focus();
    } else if (way) pan(way[0] / 8, way[1] / 8);
    else if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") show({ ...all });
    else return;
    event.preventDefault();
  });
  begin();
})();
