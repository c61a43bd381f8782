/**
 * Reads comma-separated values as RFC 4180 has them: quoted fields may hold commas, line ends and doubled quotes.
 *
 * @returns One record a row, by the names of the first row, in lower case; fields that a row lacks are left out.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = readFields(text.replace(/^\uFEFF/, ""));
  const names = header.map((name) => name.trim().toLowerCase());
  return rows.map((row) =>
    Object.fromEntries(row.slice(0, names.length).map((field, at) => [names[at], field])),
  );
}

/** Rows of fields; a row that is empty is left out. */
function readFields(text: string): string[][] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/gy;
  while (field.lastIndex < text.length) {
    const start = field.lastIndex;
    const match = field.exec(text) ?? readRest(text, start, field);
    const [, quoted, plain = "", end] = match;
    rows.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some((value) => value !== ""));
}

/** A field with a stray quote: taken as it stands, up to the next comma or line end. */
function readRest(text: string, start: number, field: RegExp): string[] {
  const rest = /([^,\r\n]*)(,|\r?\n|\r|$)/y;
  rest.lastIndex = start;
  const [, plain, end] = rest.exec(text)!;
  field.lastIndex = rest.lastIndex;
  return ["", undefined as never, plain, end];
}
