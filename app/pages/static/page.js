// What the server cannot do alone: follow a job, tabs, and one selection everywhere.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

follow(document.querySelector("[data-events]"));
tabs(document.querySelector("[role=tablist]"));
desk(document.querySelector(".work"));
// What was refused is where the reader goes on: the first marked cell of a form.
const goOn = () => document.querySelector("[aria-invalid=true]")?.focus();
if (document.querySelector(".findings")) goOn();
document.body.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "draft") goOn(); });
// A draft that is gone, or a server that is away, is said on a page of its own.
document.body.addEventListener("htmx:responseError", (event) => {
  if (event.target.id === "draft") window.location.reload();
});
for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());

// A job's progress: every event carries the whole state, so a lost connection loses nothing.
function follow(card) {
  if (!card) return;
  const field = (name) => card.querySelector(`[data-field=${name}]`);
  const words = JSON.parse(field("phase").dataset.words);
  const source = new EventSource(card.dataset.events);
  const show = (event) => {
    const job = JSON.parse(event.data);
    field("percent").value = job.percent;
    const phase = words[job.phase] ?? job.phase;
    if (field("phase").textContent !== phase) field("phase").textContent = phase;
    field("cost_fen").textContent = yuan(job.cost_fen);
    field("bound_fen").textContent = yuan(job.bound_fen);
    field("gap").textContent = job.gap === null ? "–" : `${(100 * job.gap).toFixed(1)}%`;
  };
  const finish = () => { source.close(); window.location.reload(); };
  source.addEventListener("progress", show);
  source.addEventListener("end", (event) => { show(event); finish(); });
  source.addEventListener("forgotten", finish);
}

function yuan(fen) {
  return fen === null ? "–" : Math.round(fen / 100).toLocaleString("en-US");
}

// Tabs as the ARIA practices describe them; without this script all panes stand open.
function tabs(list) {
  if (!list) return;
  const buttons = all("[role=tab]", list);
  const choose = (chosen, focus) => {
    for (const button of buttons) {
      const on = button === chosen;
      button.setAttribute("aria-selected", on);
      button.tabIndex = on ? 0 : -1;
      document.getElementById(button.getAttribute("aria-controls")).hidden = !on;
    }
    if (focus) chosen.focus();
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[role=tab]");
    if (button) choose(button, false);
  });
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(buttons[(to + buttons.length) % buttons.length], true);
  });
  choose(buttons[0], false);
}

// One selection: table, timeline, details and map always show the same run.
function desk(work) {
  if (!work) return;
  const map = work.querySelector("[data-zhida-map]");
  const details = document.getElementById("run");
  const nothingChosen = details.innerHTML;
  let chosen = null;

  const mark = () => {
    for (const node of all("[data-run]", work)) {
      const on = node.dataset.run === chosen;
      node.classList.toggle("on", on);
      node.querySelector(".pick")?.setAttribute("aria-pressed", on);
    }
  };
  const select = (run, source) => {
    if (run === chosen) return;
    chosen = run;
    mark();
    if (run === null) details.innerHTML = nothingChosen;
    else {
      const query = document.documentElement.lang === "en" ? "?lang=en" : "";
      window.htmx.ajax("GET", `${work.dataset.runUrl}${encodeURIComponent(run)}${query}`, { target: "#run", swap: "innerHTML" });
      const row = work.querySelector(`.vehicles [data-run="${CSS.escape(run)}"]`);
      if (source !== "table") row?.scrollIntoView({ block: "nearest" });
    }
    if (source !== "map") map?.zhidaMap?.select(run);
  };

  work.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) return select(null, "details");
    const node = event.target.closest("[data-run]");
    if (node) select(node.dataset.run === chosen ? null : node.dataset.run, node.closest(".vehicles") ? "table" : "line");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen !== null) select(null, "details");
  });
  map?.addEventListener("plan:ready", () => { if (chosen !== null) map.zhidaMap.select(chosen); });
  map?.addEventListener("plan:select", (event) => select(event.detail ?? null, "map"));

  // Sorting asks the server for the table again, with the filters as they stand.
  work.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sort]");
    if (!button) return;
    const form = work.querySelector(".filters");
    const again = form.elements.sort.value === button.dataset.sort;
    form.elements.down.value = again && form.elements.down.value !== "true" ? "true" : "false";
    form.elements.sort.value = button.dataset.sort;
    form.dispatchEvent(new Event("change", { bubbles: true }));
    work.dataset.refocus = button.dataset.sort;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "vehicles") return;
    mark();
    const shown = new Set(all(".vehicles [data-run]", work).map((row) => row.dataset.run));
    for (const node of all(".lane, .lane-names li", work)) node.classList.toggle("faint", !shown.has(node.dataset.run));
    map?.zhidaMap?.show(shown.size ? [...shown] : null);
    if (work.dataset.refocus) work.querySelector(`[data-sort="${work.dataset.refocus}"]`)?.focus();
    delete work.dataset.refocus;
  });
}
