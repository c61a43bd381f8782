/** Points in space, or very many in the plane, that can be turned and zoomed. */
import type { Points } from "../core/points.ts";
import { counted, finiteRange } from "./numbers.ts";
import { plotlyFigure } from "./plotly.ts";
import { type Box, boxDrawing, eye, projection } from "./projection.ts";
import { scatter } from "./scatter.ts";
import { drawn, seriesColours } from "./series.ts";
import { escapeXml, type SvgFigure } from "./svg-figure.ts";
import { fontFamily, ink } from "./theme.ts";

export interface PointCloudOptions {
  /** A group for each point, told apart by colour; at most seven different ones. */
  groups?: readonly string[];
  title?: string;
  /** What the axes show, with their units. */
  axes?: { x?: string; y?: string; z?: string };
  /** Most points to keep in the figure; of more every k-th is drawn. Default: 4,000. */
  most?: number;
}

const mostStill = 1200;

/**
 * Draws the first three coordinates of points as a cloud that can be turned; points of the plane as dots that can be zoomed.
 *
 * @throws {RangeError} If no point has finite coordinates, they have fewer than two, or groups do not fit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { pointCloud } from "noisebook";
 *
 * const points = { data: Float64Array.of(0, 0, 0, 1, 1, 1), count: 2, dim: 3 };
 * assert.equal(pointCloud(points, { groups: ["a", "b"] }).alt, "Point cloud: 2 points in space; groups a, b");
 * ```
 */
export function pointCloud(
  points: Points,
  { groups, title, axes = {}, most = 4000 }: PointCloudOptions = {},
): SvgFigure {
  const names = groupNames(points, groups);
  const inSpace = points.dim > 2;
  const { rows, finite } = finiteRows(points, { most, coordinates: inSpace ? 3 : 2 });
  if (finite === 0)
    throw new RangeError(
      `Cannot draw points: none of ${counted(points.count, "point")} has finite coordinates`,
    );
  const notes = [
    ...(groups ? [`groups ${names.join(", ")}`] : []),
    ...(rows.length < finite ? [`${counted(rows.length, "point")} drawn`] : []),
    ...(finite < points.count ? [`${counted(points.count - finite, "point")} not finite`] : []),
  ];
  const alt = [
    `${title ?? "Point cloud"}: ${counted(points.count, "point")} in ${inSpace ? "space" : "the plane"}`,
    ...notes,
  ].join("; ");
  // In space an axis is seen at a slant, where a long title is cut off.
  const [first, second, third] = inSpace ? ["x₁", "x₂", "x₃"] : ["first coordinate", "second coordinate", ""];
  const titles = [axes.x ?? first, axes.y ?? second, axes.z ?? third] as const;
  const groupOf = (row: number) => names.indexOf(groups?.[row] ?? "points");
  const data = names.map((name, group) => traceOf(name, { group, rows, points, groups, groupOf }));
  const layout = {
    ...(title && { title: { text: title } }),
    ...layoutOf(titles, inSpace),
    legend: { itemsizing: "constant" },
  };
  const still = inSpace
    ? () => drawCloud(rows, { points, groupOf, titles, title, alt, names: groups ? names : [] })
    : () => scatter(points, title ? { title } : {}).svg();
  return plotlyFigure({ data, layout }, alt, { still, limit: Infinity });
}

/** The names of the groups, each once. */
function groupNames(points: Points, groups?: readonly string[]): string[] {
  if (points.dim < 2)
    throw new RangeError(`Cannot draw points of dimension ${points.dim}: two coordinates are needed`);
  if (groups && groups.length !== points.count)
    throw new RangeError(`Cannot draw points: ${points.count} need as many groups, got ${groups.length}`);
  const names = [...new Set(groups ?? ["points"])];
  if (names.length > seriesColours.length)
    throw new RangeError(
      `Cannot draw points: at most ${seriesColours.length} groups can be told apart, got ${names.length}`,
    );
  return names;
}

interface Traced {
  group: number;
  rows: number[];
  points: Points;
  groups: readonly string[] | undefined;
  groupOf(row: number): number;
}

/** The points of one group as plotly.js takes them. */
function traceOf(name: string, { group, rows, points: { data, dim }, groups, groupOf }: Traced) {
  const inSpace = dim > 2;
  const own = rows.filter((row) => groupOf(row) === group);
  return {
    type: inSpace ? "scatter3d" : "scattergl",
    mode: "markers",
    name,
    ...Object.fromEntries(
      ["x", "y", "z"]
        .slice(0, inSpace ? 3 : 2)
        .map((axis, i) => [axis, own.map((row) => drawn(data[row * dim + i]))]),
    ),
    marker: { size: 3, color: seriesColours[group], opacity: 0.75 },
    showlegend: groups !== undefined,
  };
}

function finiteRows(
  { data, count, dim }: Points,
  { most, coordinates }: { most: number; coordinates: number },
) {
  const hasAll = (row: number) => {
    for (let axis = 0; axis < coordinates; axis++) if (!Number.isFinite(data[row * dim + axis])) return false;
    return true;
  };
  const all: number[] = [];
  for (let row = 0; row < count; row++) if (hasAll(row)) all.push(row);
  const step = Math.ceil(all.length / most);
  return { finite: all.length, rows: step > 1 ? all.filter((_, at) => at % step === 0) : all };
}

function layoutOf(titles: readonly string[], inSpace: boolean): Record<string, unknown> {
  const axes = ["xaxis", "yaxis", "zaxis"].map((axis, at) => [axis, { title: { text: titles[at] } }]);
  if (!inSpace) return Object.fromEntries(axes.slice(0, 2));
  return { scene: { camera: { eye }, aspectmode: "cube", ...Object.fromEntries(axes) } };
}

interface Cloud {
  points: Points;
  groupOf(row: number): number;
  titles: readonly [string, string, string];
  title: string | undefined;
  alt: string;
  names: string[];
}

/** The cloud from plotly.js' first view: far points first, and smaller. */
function drawCloud(
  rows: number[],
  { points: { data, dim }, groupOf, titles, title, alt, names }: Cloud,
): string {
  const step = Math.ceil(rows.length / mostStill);
  const shown = rows.filter((_, at) => at % step === 0);
  const at = (row: number) => [0, 1, 2].map((axis) => data[row * dim + axis]) as [number, number, number];
  const ranges = [0, 1, 2].map((axis) => {
    const { low, high } = finiteRange(shown.map((row) => at(row)[axis]));
    return low < high ? [low, high] : [low - 0.5, high + 0.5];
  }) as unknown as Box["ranges"];
  const put = projection({ ranges });
  const dots = shown
    .map((row) => ({ ...put(at(row)), colour: seriesColours[groupOf(row)] }))
    .sort((a, b) => a.near - b.near)
    .map(
      ({ x, y, near, colour }) =>
        `<circle cx="${x}" cy="${y}" r="${(2.2 + 0.5 * near).toFixed(1)}" fill="${colour}" fill-opacity="0.7"/>`,
    );
  const legend = names.map(
    (name, group) =>
      `<circle cx="14" cy="${38 + group * 16}" r="4" fill="${seriesColours[group]}"/>` +
      `<text x="23" y="${42 + group * 16}" font-family="${fontFamily}" font-size="11" fill="${ink}">${escapeXml(name)}</text>`,
  );
  return boxDrawing([...dots, ...legend].join(""), { ranges, titles }, { title, alt });
}
