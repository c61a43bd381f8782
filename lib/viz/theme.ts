/** The look that all figures share: readable on a light and on a dark page, and by colour-blind eyes. */

/** Okabe and Ito's colours, which stay apart for all common kinds of colour blindness. */
export const palette = {
  blue: "#0072b2",
  vermilion: "#d55e00",
  green: "#009e73",
  purple: "#cc79a7",
  orange: "#e69f00",
  sky: "#56b4e9",
  black: "#000000",
};

/** The shipped font first; Verdana has nearly its widths, for a browser that has no DejaVu Sans. */
export const fontFamily = "DejaVu Sans, Verdana, sans-serif";

/**
 * Every figure brings its own white paper: a transparent one would put dark text on a dark notebook, and the saved
 * picture cannot know the page that it will be shown on.
 */
export const paper = "#ffffff";
export const ink = "#222222";
/** For text and lines that stand back. */
export const faintInk = "#666666";

/** Vega-Lite's configuration in this look. */
export const vegaConfig = {
  background: paper,
  // The whole chart has its alt text; a label for each bar would be read out one by one, and weigh as much as the bars.
  aria: false,
  font: fontFamily,
  padding: 8,
  view: { stroke: "#bbbbbb", continuousWidth: 320, continuousHeight: 200 },
  title: {
    anchor: "start",
    fontSize: 13,
    fontWeight: "bold",
    color: ink,
    subtitleColor: faintInk,
    offset: 8,
  },
  axis: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: "normal",
    titlePadding: 6,
    gridColor: "#e6e6e6",
    tickColor: "#999999",
    domainColor: "#999999",
  },
  legend: { labelColor: ink, titleColor: ink, labelFontSize: 11, titleFontSize: 11, labelLimit: 260 },
  header: { labelColor: ink, titleColor: ink, labelFontSize: 12 },
  range: { category: Object.values(palette) },
  line: { strokeWidth: 2 },
  text: { fontSize: 11, color: ink },
};
