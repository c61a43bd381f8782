/** Tables as text: RFC 4180, safe to open in a spreadsheet. */

/** Lines of fields as a CSV with Windows' line ends. */
export function formatCsv(lines: readonly (readonly (string | number)[])[]): string {
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** A field that a spreadsheet takes as text: quoted where it must be, and no formula. */
export function field(value: string | number): string {
  const text = typeof value === "string" && /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads a CSV: fields may be quoted, and hold commas, quotes and line ends then. */
export function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, quoted, plain, end] of text
    .replace(/^\uFEFF/, "")
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    line.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    if (line.length > 1 || line[0] !== "") lines.push(line);
    line = [];
  }
  return lines;
}
