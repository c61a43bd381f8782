import { createHash } from "node:crypto";
import { joinText, type NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { gradedCell, isLocked } from "./cell.ts";

/**
 * Computes nbgrader's checksum of a cell: MD5 of its source, type, flags, name and points, nothing between them, each in
 * Python's spelling. It tells whether a student changed a cell, and protects nothing: anyone can compute it.
 *
 * @returns 32 hexadecimal digits.
 * @throws {TypeError} If the cell has no name (grade_id).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const nbgrader = { schema_version: 3, grade: true, solution: false, locked: false, grade_id: "foo", points: 1 };
 * const cell = { cell_type: "code", metadata: { nbgrader }, source: "hello" } as const;
 * assert.equal(checksum(cell), "09c0f548ca1998df3483ddd7d321166e");
 * ```
 */
export function checksum(cell: NotebookCell): string {
  const meta = gradedCell(cell);
  if (meta?.grade_id === undefined)
    throw new TypeError("Cannot compute a checksum: the cell has no grade_id in its nbgrader metadata");
  const parts = [
    joinText(cell.source),
    cell.cell_type,
    ...[meta.grade, meta.solution, isLocked(meta)].map((flag) => (flag ? "True" : "False")),
    meta.grade_id,
    ...(meta.grade ? [pythonFloat(Number(meta.points))] : []),
  ];
  return createHash("md5").update(parts.join("")).digest("hex");
}

/** Whether the cell is as it was handed out. */
export function isUnchanged(cell: NotebookCell): boolean {
  const meta = gradedCell(cell);
  return meta?.checksum !== undefined && meta.checksum === checksum(cell);
}

/** `str(float(x))`: the shortest digits, as in JavaScript, with an exponent from 1e16 and below 1e-4. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power >= 16 || power < -4)
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  const plain =
    power < 0 ? value.toFixed(Math.max(0, digits.replace(/[-.]/g, "").length - 1 - power)) : String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}
