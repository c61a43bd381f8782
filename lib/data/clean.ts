import { count } from "../core/count.ts";
import type { Random } from "../core/random.ts";
import type { Dataset, Finding } from "./dataset.ts";

/** A new set, and a finding for each row that was taken out or repeated. */
export interface ChangedSet {
  data: Dataset;
  changes: Finding[];
}

/**
 * Takes out the rows that an audit complains of.
 *
 * @param findings Those of an audit of this very set. One of your own names a row by its number, or, without `row`, all
 *   rows of an id.
 * @param options.kinds Kinds of findings that cost a row its place. By default those that no training wants: blank, exact
 *   duplicate, empty caption, wrong caption, leak.
 * @throws {RangeError} If a finding is about a row of another set.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clean, loadDataset } from "noisebook";
 *
 * const data = await loadDataset("digits8", { limit: 10 });
 * const finding = { where: data.rows[3].id, kind: "blank", message: "Planted.", effect: "kept" } as const;
 * assert.equal(clean(data, [finding]).data.images.count, 9);
 * ```
 */
export function clean(data: Dataset, findings: Finding[], options: { kinds?: string[] } = {}): ChangedSet {
  const { kinds = ["blank", "exact duplicate", "empty caption", "wrong caption", "leak"] } = options;
  const reasons = reasonsOf(
    data,
    findings.filter(({ kind }) => kinds.includes(kind)),
  );
  const kept = data.rows.flatMap((_, at) => (reasons[at] ? [] : [at]));
  const changes = reasons.flatMap((reason, row): Finding[] =>
    reason ? [{ ...reason, row, effect: "left out" }] : [],
  );
  return { data: data.pick(kept), changes };
}

/** For each row the finding that costs it its place, if there is one. */
function reasonsOf({ rows }: Dataset, findings: Finding[]): (Finding | undefined)[] {
  for (const { row, where } of findings)
    if (row !== undefined && rows[row]?.id !== where)
      throw new RangeError(
        `Cannot clean: a finding is about row ${row}, ${where}, but that row of this set is ${rows[row]?.id}; audit this set first`,
      );
  const byPlace = new Map(findings.map((finding) => [finding.row ?? finding.where, finding]));
  return rows.map(({ id }, at) => byPlace.get(at) ?? byPlace.get(id));
}

/**
 * Makes every value of an attribute equally frequent, in a new random order.
 *
 * @param options.by Attribute, or "group"; rows without it are left out.
 * @param options.method "drop" (default) leaves rows of frequent values out; "repeat" repeats rows of rare ones, which a
 *   model may come to know by heart.
 * @throws {RangeError} If no row has the attribute.
 */
export function rebalance(
  data: Dataset,
  options: { by: string; method?: "drop" | "repeat"; rng: Random },
): ChangedSet {
  const { by, method = "drop", rng } = options;
  const values = data.rows.map((row) => (by === "group" ? row.group : row.attributes[by]));
  const counts = [...count(values.filter((value) => value !== undefined)).values()];
  if (counts.length === 0) throw new RangeError(`Cannot rebalance: no row has the attribute ${by}`);
  const wanted = method === "drop" ? Math.min(...counts) : Math.max(...counts);
  const rows = new Map<string, number[]>();
  for (const at of rng.shuffle(data.rows.map((_, index) => index)))
    if (values[at] !== undefined) rows.set(values[at], [...(rows.get(values[at]) ?? []), at]);
  const chosen = [...rows.values()].flatMap((own) =>
    Array.from({ length: wanted }, (_, index) => own[index % own.length]),
  );
  const times = count(chosen);
  const changes = data.rows.flatMap(({ id }, at): Finding[] => {
    const uses = times.get(at) ?? 0;
    if (uses === 1) return [];
    const where = { where: id, kind: "rebalanced" };
    return uses === 0
      ? [{ ...where, message: `Left out to even ${by}.`, effect: "left out" }]
      : [{ ...where, message: `Taken ${uses} times to even ${by}.`, effect: "changed" }];
  });
  return { data: data.pick(rng.shuffle(chosen)), changes };
}
