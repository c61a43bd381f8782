/** What an audit found, as a picture. */
import { count } from "../core/count.ts";
import type { AuditReport } from "../data/audit-report.ts";
import { rows } from "./compose.ts";
import { counted } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

/** More attributes or pairs than this are left out, the most uneven and the most entangled kept. */
const mostBars = 12;

/**
 * Draws what an audit found so far: how many findings of each kind, how evenly each attribute is spread, and which
 * attributes come together. Parts whose checks are not done yet are left out.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { audit, auditFigure, collect, loadDataset } from "noisebook";
 *
 * const reports = await collect(audit(await loadDataset("digits8", { limit: 50 })));
 * assert.match(auditFigure(reports[reports.length - 1]).alt, /Audit of digits8, 5 of 5 checks/);
 * ```
 */
export function auditFigure(report: AuditReport): SvgFigure {
  return rows(kinds(report), ...balances(report), ...entangled(report));
}

/** How many findings of each kind, most first. */
export function findingKinds({ findings }: AuditReport): [kind: string, count: number][] {
  return [...count(findings.map(({ kind }) => kind))].sort((a, b) => b[1] - a[1]);
}

function kinds(report: AuditReport): SvgFigure {
  const found = findingKinds(report);
  const title = `Audit of ${report.name}, ${report.done} of ${report.total} checks`;
  const bars = found.map(([name, value]) => ({ name, value, label: value.toLocaleString("en-US") }));
  return chart(bars.length > 0 ? bars : [{ name: "nothing found", value: 0, label: "0" }], {
    title,
    notes: [counted(report.findings.length, "finding")],
    axis: "findings",
    top: Math.max(1, ...bars.map(({ value }) => value)),
    colour: palette.vermilion,
  });
}

function balances({ balance = {} }: AuditReport): SvgFigure[] {
  const bars = Object.entries(balance)
    .map(([name, { evenness, effective, counts }]) => ({
      name,
      evenness,
      effective,
      counts: Object.keys(counts).length,
    }))
    .filter(({ counts }) => counts > 1)
    .sort((a, b) => a.evenness - b.evenness)
    .slice(0, mostBars)
    .map(({ name, evenness, effective, counts }) => ({
      name,
      value: evenness,
      label: `as ${effective.toFixed(1)} of ${counts}`,
    }));
  if (bars.length === 0) return [];
  return [
    chart(bars, {
      title: "Balance",
      notes: ["1: all values equally often"],
      axis: "evenness, H / ln K",
      top: 1,
      colour: palette.blue,
    }),
  ];
}

function entangled({ associations = [] }: AuditReport): SvgFigure[] {
  const bars = associations
    .slice(0, mostBars)
    .map(({ a, b, strength }) => ({ name: `${a}, ${b}`, value: strength, label: strength.toFixed(2) }));
  if (bars.length === 0) return [];
  return [
    chart(bars, {
      title: "Attributes that come together",
      notes: ["0: independent, 1: each tells the other"],
      axis: "Cramér's V",
      top: 1,
      colour: palette.purple,
    }),
  ];
}

interface Bar {
  name: string;
  value: number;
  label: string;
}
interface ChartOptions {
  title: string;
  notes: string[];
  axis: string;
  top: number;
  colour: string;
}

/** Horizontal bars in the order that they come in, each with its label at the end. */
function chart(values: Bar[], { title, notes, axis, top, colour }: ChartOptions): SvgFigure {
  const y = {
    field: "name",
    type: "nominal",
    sort: null,
    title: null,
    axis: { labelLimit: 145, minExtent: 150, maxExtent: 150 },
  };
  const x = {
    field: "value",
    type: "quantitative",
    title: axis,
    scale: { domain: [0, top], nice: false },
    axis: { tickCount: 5, format: "~g" },
  };
  const layer = [
    { mark: { type: "bar", color: colour, height: 12 }, encoding: { x, y } },
    {
      mark: { type: "text", align: "left", dx: 4, clip: false },
      encoding: { x, y, text: { field: "label" } },
    },
  ];
  const facts = values.map(({ name, label }) => `${name} ${label}`).join(", ");
  return vegaFigure(
    {
      ...titled(title, notes),
      data: { values },
      width: 560,
      // One width for all parts, or their axes would not stand one below the other.
      autosize: { type: "fit-x", contains: "padding" },
      height: 20 * values.length,
      layer,
    },
    `${title}: ${facts}`,
  );
}
