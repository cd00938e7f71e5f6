// Vehicles on the move at the slider's minute.

import { FONT } from "./base.js";
import { stateAt } from "./model.js";
import { textOn } from "./palette.js";
import { placeOnLane } from "./ways.js";

/** Paints each vehicle that is under way; a standing one is hollow. */
export function paintLive(context, view, app) {
  const { state, scene } = app;
  if (state.minute === null) return;
  for (const item of scene.lines) {
    const where = stateAt(item.run, state.minute);
    if (!where || item.dim) continue;
    const at = placeOnLane(item, view, where.leg, where.share);
    if (scene.many) dot(context, at, item, where.stands);
    else badge(context, at, item, where.stands);
  }
}

function dot(context, at, item, stands) {
  context.beginPath();
  context.arc(at.x, at.y, item.picked ? 7 : 4, 0, 2 * Math.PI);
  context.fillStyle = stands ? "#FFFFFF" : item.colour;
  context.strokeStyle = stands ? item.colour : "#FFFFFF";
  context.lineWidth = 1.6;
  context.fill();
  context.stroke();
}

function badge(context, at, item, stands) {
  const text = (item.run.id.match(/\d+$/) || [""])[0].replace(/^0+/, "").slice(-3);
  context.save();
  context.beginPath();
  context.arc(at.x, at.y, 10, 0, 2 * Math.PI);
  context.fillStyle = stands ? "#FFFFFF" : item.colour;
  context.fill();
  context.lineWidth = 2.2;
  context.strokeStyle = stands ? item.colour : "#FFFFFF";
  context.shadowColor = "rgba(0,0,0,.45)";
  context.shadowBlur = 4;
  context.stroke();
  context.shadowBlur = 0;
  context.fillStyle = stands ? "#1B2730" : textOn(item.colour);
  context.font = "700 11px " + FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, at.x, at.y + 0.5);
  context.restore();
}
