/** Positions in compiled code and in what the user wrote; lines and columns count from 0. */

export interface Position {
  line: number;
  column: number;
}

/** A place in compiled code and the place in the source that it comes from. */
export interface Mapping extends Position {
  source: Position;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Reads the "mappings" of a source map (revision 3) with one source, in the order of the compiled code. */
export function readMappings(mappings: string): Mapping[] {
  const result: Mapping[] = [];
  const source = { line: 0, column: 0 };
  mappings.split(";").forEach((text, line) => {
    let column = 0;
    for (const segment of text.split(",").filter(Boolean)) {
      const [columns = 0, , sourceLines, sourceColumns] = readNumbers(segment);
      column += columns;
      if (sourceLines === undefined || sourceColumns === undefined) continue;
      source.line += sourceLines;
      source.column += sourceColumns;
      result.push({ line, column, source: { ...source } });
    }
  });
  return result;
}

/** Reads base64 VLQ: five bits a digit, lowest first, the sixth says that more follow; the lowest bit of all is the sign. */
function readNumbers(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = digits.indexOf(digit);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/** Where in the source a place in compiled code comes from; undefined on a line that the compiler added. */
export function toSource(mappings: readonly Mapping[], { line, column }: Position): Position | undefined {
  const onLine = mappings.filter((each) => each.line === line);
  return (onLine.findLast((each) => each.column <= column) ?? onLine[0])?.source;
}

/**
 * Where a breakpoint goes that is set on a line of the source: the line it gets there, and the place in compiled code.
 * A line without code gives it to the next that has some.
 */
export function toCompiled(
  mappings: readonly Mapping[],
  sourceLine: number,
): { sourceLine: number; at: Position } | undefined {
  const lines = mappings.map(({ source }) => source.line).filter((line) => line >= sourceLine);
  if (lines.length === 0) return undefined;
  const line = Math.min(...lines);
  const first = mappings.find(({ source }) => source.line === line)!;
  // What the compiler puts before a statement, as the `return` before the last one, belongs to it.
  const isFirstOfLine = mappings.find((each) => each.line === first.line) === first;
  return { sourceLine: line, at: { line: first.line, column: isFirstOfLine ? 0 : first.column } };
}
