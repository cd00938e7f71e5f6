// For served pages: finds elements with `data-zhida-map`, reads their data and mounts the map.
// `data-zhida-panel="off"`, `data-zhida-insets="off"` and `data-zhida-time="off"` leave parts out.

import { el } from "./dom.js";
import { mount } from "./mount.js";
import { wordsOf } from "./words.js";

/** Mounts every map element of the page that is not mounted yet. */
export async function mountAll(root) {
  for (const host of root.querySelectorAll("[data-zhida-map]")) {
    if (!host.dataset.zhidaMounted) {
      host.dataset.zhidaMounted = "yes";
      await mountOne(host);
    }
  }
}

async function mountOne(host) {
  const words = wordsOf(document.documentElement.lang.startsWith("en") ? "en" : "zh");
  const message = el("p", { class: "zm-message", role: "status", text: words.loading });
  const target = host.querySelector(".folium-map") || host;
  target.append(message);
  const answer = await fetch(host.dataset.zhidaMap, { headers: { Accept: "application/json" } })
    .catch(() => null);
  if (!answer || !answer.ok) {
    message.textContent = words.failed;
    message.setAttribute("role", "alert");
    return;
  }
  const data = await answer.json();
  message.remove();
  const map = L.map(target, { zoomControl: false, attributionControl: false, zoomSnap: 0.25,
    center: [29, 108], zoom: 5 });
  const on = (name) => host.dataset["zhida" + name] !== "off";
  mount(map, data, { panel: on("Panel"), insets: on("Insets"), time: on("Time") });
}

mountAll(document);
// Pages that swap parts in later (a plan that has just been made) need no call of their own.
new MutationObserver(() => mountAll(document)).observe(document.body,
  { childList: true, subtree: true });
