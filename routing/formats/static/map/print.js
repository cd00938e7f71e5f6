// A4 landscape on one page: the map gets the page's size while printing, and a finer canvas.

import { setPrinting } from "./sheet.js";

const PAGE_PX = { wide: 1060, high: 728 };

/** Prepares the map for paper; only where the page is the map's own. */
export function wirePrint(app) {
  const container = app.map.getContainer();
  let before = null;
  window.addEventListener("beforeprint", () => {
    setPrinting(true);
    if (!document.body.classList.contains("zm-page") || before) return;
    before = { bounds: app.map.getBounds(), panel: app.state.panel, tiny: app.state.tiny };
    container.classList.add("zm-printing");
    container.style.width = PAGE_PX.wide + "px";
    container.style.height = PAGE_PX.high + "px";
    app.map.invalidateSize({ animate: false });
    Object.assign(app.state, { printing: true, panel: true, tiny: false });
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
