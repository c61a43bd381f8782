/** What an audit found, as a page of its own. */
import type { AuditReport } from "../data/audit-report.ts";
import { type Dataset, pickImages } from "../data/dataset.ts";
import { auditFigure, findingKinds } from "./audit-figure.ts";
import { htmlPage } from "./html-page.ts";
import { imageGrid } from "./image-grid.ts";
import { counted } from "./numbers.ts";
import { escapeXml } from "./svg-figure.ts";
import { faintInk, fontFamily, ink, palette, paper } from "./theme.ts";

/** Of each kind, so many findings are listed, and so many pictures shown. */
const mostListed = 50;
const mostPictures = 8;

/**
 * Makes an HTML page of an audit: the figure, every kind of finding with its pictures, and the tables behind the figure.
 * The page needs nothing else: it has no script, and loads nothing from anywhere.
 *
 * @param data The audited set, for its pictures; without it, the page has words and numbers alone.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { audit, auditPage, collect, loadDataset } from "noisebook";
 *
 * const data = await loadDataset("digits8", { limit: 50 });
 * const reports = await collect(audit(data));
 * assert.match(await auditPage(reports[reports.length - 1], data), /^<!doctype html>.*Audit of digits8/s);
 * ```
 */
export async function auditPage(report: AuditReport, data?: Dataset): Promise<string> {
  const title = `Audit of ${report.name}`;
  const figure = await auditFigure(report).svg();
  const sections = await Promise.all(
    findingKinds(report).map(([kind, count]) => kindSection(report, { kind, count, data })),
  );
  const body = `<p>${escapeXml(summary(report, data))}</p>
<figure>${figure}</figure>
${sections.join("\n")}
${tables(report).join("\n")}`;
  return htmlPage(title, { style, body });
}

const style = `
body { font: 15px/1.5 ${fontFamily}; color: ${ink}; background: ${paper}; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 2px solid ${palette.sky}; }
figure { margin: 1rem 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; overflow-wrap: anywhere; }
th { color: ${faintInk}; font-weight: normal; border-bottom: 1px solid ${faintInk}; } tr:nth-child(even) td { background: #f5f5f5; }
.more { color: ${faintInk}; }
`;

function summary({ findings, done, total, captions, duplicates }: AuditReport, data?: Dataset): string {
  const parts = [
    ...(data ? [counted(data.rows.length, "picture")] : []),
    `${done} of ${counted(total, "check")} made`,
    findings.length > 0 ? counted(findings.length, "finding") : "nothing found",
    ...(captions ? [counted(captions.distinct, "distinct caption")] : []),
    ...(duplicates ? [`${counted(duplicates.near.length, "pair")} of near duplicates`] : []),
  ];
  return `${parts.join(", ")}.`;
}

async function kindSection(
  report: AuditReport,
  { kind, count, data }: { kind: string; count: number; data: Dataset | undefined },
): Promise<string> {
  const findings = report.findings.filter((finding) => finding.kind === kind);
  const left = findings.length - mostListed;
  return [
    `<section><h2>${escapeXml(kind)} (${count.toLocaleString("en-US")})</h2>`,
    data ? await gallery(report, { kind, data }) : "",
    table(
      ["where", "what", "effect"],
      findings.slice(0, mostListed).map(({ where, message, effect }) => [where, message, effect]),
    ),
    left > 0 ? `<p class="more">and ${left.toLocaleString("en-US")} more</p>` : "",
    "</section>",
  ].join("\n");
}

/** The first pictures of a kind of finding; those that look alike, side by side. */
async function gallery(
  report: AuditReport,
  { kind, data }: { kind: string; data: Dataset },
): Promise<string> {
  const pictures = picturesOf(report, { kind, data }).slice(0, mostPictures);
  if (pictures.length === 0) return "";
  const numbers = pictures.map((_, at) => String(at + 1));
  const scale = Math.max(1, Math.floor(64 / data.images.width));
  const grid = imageGrid(pickImages(data.images, pictures), {
    columns: Math.min(mostPictures, pictures.length),
    scale,
    captions: numbers,
    alt: `${kind}: ${pictures.map((at) => data.rows[at].id).join(", ")}`,
  });
  const names = pictures.map((at, index) => `${index + 1}: ${data.rows[at].id}`).join(" · ");
  return `<figure>${await grid.svg()}<figcaption class="more">${escapeXml(names)}</figcaption></figure>`;
}

function picturesOf(report: AuditReport, { kind, data }: { kind: string; data: Dataset }): number[] {
  if (kind === "near duplicate" && report.duplicates)
    return report.duplicates.near.flatMap(({ a, b }) => [a, b]);
  if (kind === "exact duplicate" && report.duplicates) return report.duplicates.exact.flat();
  return report.findings.flatMap((finding) =>
    finding.kind === kind && finding.row !== undefined ? [finding.row] : [],
  );
}

/** The numbers behind the figure. */
function tables({ balance, associations, licences, sources }: AuditReport): string[] {
  const section = (name: string, heads: string[], lines: string[][]) =>
    lines.length > 0 ? [`<section><h2>${name}</h2>\n${table(heads, lines)}</section>`] : [];
  const counts = (record: Record<string, number> = {}) =>
    Object.entries(record).map(([name, count]) => [name, count.toLocaleString("en-US")]);
  return [
    ...section(
      "Balance",
      ["attribute", "values", "evenness", "as diverse as", "most frequent"],
      Object.entries(balance ?? {}).map(([name, { counts: uses, evenness, effective }]) => [
        name,
        String(Object.keys(uses).length),
        evenness.toFixed(2),
        effective.toFixed(1),
        Object.entries(uses)
          .slice(0, 3)
          .map(([value, times]) => `${value} ${times}`)
          .join(", "),
      ]),
    ),
    ...section(
      "Attributes that come together",
      ["attributes", "Cramér's V", "information in nats"],
      (associations ?? []).map(({ a, b, strength, information }) => [
        `${a}, ${b}`,
        strength.toFixed(2),
        information.toFixed(3),
      ]),
    ),
    ...section("Licences", ["licence", "rows"], counts(licences)),
    ...section("Sources", ["source", "rows"], counts(sources)),
  ];
}

function table(heads: string[], lines: string[][]): string {
  const row = (cells: string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${row(heads, "th")}</thead><tbody>\n${lines.map((line) => row(line, "td")).join("\n")}\n</tbody></table>`;
}
