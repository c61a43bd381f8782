/**
 * Of the words that are known, the one that was probably meant; undefined when none is near.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(nearest("isntall", ["lab", "install"]), "install");
 * assert.equal(nearest("xyz", ["lab", "install"]), undefined);
 * ```
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const begins = known.filter((name) => word.length > 1 && name.startsWith(word));
  if (begins.length === 1) return begins[0];
  const scored = known.map((name) => ({ name, edits: edits(word.toLowerCase(), name) }));
  const best = scored.reduce((a, b) => (b.edits < a.edits ? b : a), { name: "", edits: Number.POSITIVE_INFINITY });
  return best.edits <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** How many letters to change, add, drop or swap with the next (optimal string alignment). */
function edits(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  table[0] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const row = table[i]!;
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(table[i - 1]![j]! + 1, row[j - 1]! + 1, table[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, table[i - 2]![j - 2]! + 1);
    }
  return table[a.length]![b.length]!;
}
