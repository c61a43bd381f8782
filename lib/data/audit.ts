import { breathe } from "../core/breathe.ts";
import { auditChecks } from "./audit-checks.ts";
import type { AuditOptions, AuditReport } from "./audit-report.ts";
import type { Dataset } from "./dataset.ts";

/**
 * Looks for the faults that spoil a training set, one check after the other.
 *
 * Findings are of the kinds: blank, low contrast, blurred, exact duplicate, near duplicate, empty caption, long caption,
 * boilerplate caption, unbalanced, entangled, wrong caption, doubtful label, leak, no licence, no source. What was found
 * when the set was loaded comes first.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { audit, loadDataset } from "noisebook";
 *
 * for await (const report of audit(await loadDataset("digits8", { limit: 200 })))
 *   if (report.done === report.total) assert.equal(report.duplicates?.exact.length, 0);
 * ```
 */
export async function* audit(data: Dataset, options: AuditOptions = {}): AsyncGenerator<AuditReport> {
  const checks = Object.entries(auditChecks).filter(([, { wants }]) => wants(options));
  let report: AuditReport = {
    name: data.name,
    check: "",
    done: 0,
    total: checks.length,
    findings: [...data.findings],
  };
  for (const [name, { run }] of checks) {
    const { findings, ...results } = run(data, options);
    report = {
      ...report,
      ...results,
      check: name,
      done: report.done + 1,
      findings: [...report.findings, ...findings],
    };
    yield report;
    await breathe();
  }
}
