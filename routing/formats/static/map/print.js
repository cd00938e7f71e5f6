// On paper the map gets the size of its place there while printing, and a finer canvas: all of an A4
// landscape page where the page is its own, or what the page around it says (data-zhida-print).

import { setPrinting } from "./sheet.js";

const PAGE_PX = { wide: 1060, high: 728, panel: true };

/** Prepares the map for paper. */
export function wirePrint(app) {
  const container = app.map.getContainer();
  const paper = paperOf(container);
  let before = null;
  window.addEventListener("beforeprint", () => {
    setPrinting(true);
    if (!paper || before) return;
    before = { bounds: app.map.getBounds(), panel: app.state.panel, tiny: app.state.tiny };
    container.classList.add("zm-printing");
    container.style.width = paper.wide + "px";
    container.style.height = paper.high + "px";
    app.map.invalidateSize({ animate: false });
    Object.assign(app.state, { printing: true, panel: paper.panel || before.panel, tiny: false });
    app.refresh();
    if (app.state.selected === null) app.fitAll();
    else app.fitSelected();
    app.insets.forEach((inset) => inset.update());
  });
  window.addEventListener("afterprint", () => {
    setPrinting(false);
    if (!before) return;
    container.classList.remove("zm-printing");
    container.style.width = container.style.height = "";
    app.map.invalidateSize({ animate: false });
    Object.assign(app.state, { printing: false, panel: before.panel, tiny: before.tiny });
    app.map.fitBounds(before.bounds, { animate: false });
    before = null;
    app.refresh();
  });
}

function paperOf(container) {
  if (document.body.classList.contains("zm-page")) return PAGE_PX;
  const told = /^(\d+)x(\d+)$/.exec(container.closest("[data-zhida-print]")?.dataset.zhidaPrint ?? "");
  return told && { wide: Number(told[1]), high: Number(told[2]), panel: false };
}
