// Elements without markup: every text goes in as a text node, so no name can become HTML.

/** Makes an element. `props`: class, text, attributes, and `on…` listeners. */
export function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "checked" || key === "value" || key === "disabled") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** Makes a button that is pressed or not. */
export function toggle(text, pressed, onclick, props) {
  return el("button", {
    type: "button", class: "zm-button", "aria-pressed": String(pressed), onclick, text,
    ...(props || {}),
  });
}

/** Replaces all children. */
export function refill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child));
}

/** Keeps clicks, scrolling and keys in a control from reaching the map below it. */
export function shield(node) {
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  // Leaflet looks for its own mark on the clicked node's ancestors, but a handler may have taken
  // the node out of the page by then; so the click itself stops here.
  for (const type of ["click", "keydown"]) {
    node.addEventListener(type, (event) => event.stopPropagation());
  }
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes an SVG element. */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}
