// Colours that colour-blind people tell apart (Okabe and Ito, without yellow, which paper loses),
// with dash patterns beyond the seventh, and darker text colours with AA contrast.

export const INK = "#1B2730";
export const QUIET = "#5A6872";
export const ACCENT = "#0B5283";
export const LEFT_OUT = "#6B7280";

export const COLOURS = [
  "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000",
];
// Text drawn on a filled mark: white where it reaches 4.5:1, ink elsewhere.
const ON_COLOUR = {
  "#0072B2": "#FFFFFF", "#D55E00": "#111111", "#009E73": "#111111", "#CC79A7": "#111111",
  "#56B4E9": "#111111", "#E69F00": "#111111", "#000000": "#FFFFFF",
};
const SOLID = [[], [12, 4], [3, 4], [14, 3, 3, 3]];
// Ways that nobody knows are always broken lines.
const BROKEN = [[20, 3.5], [10, 4], [3, 3], [18, 3, 3, 3]];
export const FILL_STEPS = [
  { upTo: 0.6, colour: "#D55E00", label: "<60%" },
  { upTo: 0.8, colour: "#E69F00", label: "60–80%" },
  { upTo: 0.95, colour: "#56B4E9", label: "80–95%" },
  { upTo: Infinity, colour: "#0072B2", label: "≥95%" },
];
export const ROLE_COLOURS = {
  direct: "#0072B2", feeder: "#009E73", line_haul: "#000000", last_mile: "#D55E00",
};

/** Share of the seats taken at the fullest point; 1 where the seats are unknown. */
export function fillOf(run) {
  return run.seats > 0 ? run.peak / run.seats : 1;
}

/** A share of seats in whole per cent, rounded down: 100% is said of full coaches only. */
export function fillText(share) {
  return Math.floor(share * 100 + 1e-9) + "%";
}

/** The colour that text on a mark of this colour has. */
export function textOn(colour) {
  return ON_COLOUR[colour] || "#FFFFFF";
}

/** Dash pattern of a run: `turn` counts how often the colours were used up before it. */
export function dashOf(turn, schematic) {
  return (schematic ? BROKEN : SOLID)[turn % 4];
}

/** Colour and turn of every run under a way of colouring. */
export function assignColours(runs, colourBy) {
  const gates = [...new Set(runs.map((run) => run.gate))];
  return runs.map((run, index) => {
    if (colourBy === "fill") {
      return { colour: FILL_STEPS.find((step) => fillOf(run) < step.upTo).colour, turn: 0 };
    }
    // A train or flight carries people of many factories.
    if (colourBy === "gate" && run.mode !== "coach") return { colour: INK, turn: 0 };
    if (colourBy === "role") return { colour: ROLE_COLOURS[run.role], turn: 0 };
    const number = colourBy === "gate" ? gates.indexOf(run.gate) : index;
    return { colour: COLOURS[number % 7], turn: Math.floor(number / 7) };
  });
}
