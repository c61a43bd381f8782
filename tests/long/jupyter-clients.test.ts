/** The kernel under Jupyter's own clients. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { installKernel } from "../../kernel/install.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { jupyterPackages, venvPython } from "./venv.ts";

interface Arrived {
  count: number;
  inOrder: boolean;
}

interface Report {
  nbclient: { prints: Arrived; displays: Arrived; results: Arrived; error: string[]; afterError: string[] };
  client: { before: number; expected: number; after: number };
  process: { interrupted: string; kept: string; forgotten: string; alive: boolean };
}

describe("the kernel under Jupyter's clients", () => {
  const prefix = temporaryFolder();
  let report: Report;

  before(async function () {
    const python = venvPython(this, jupyterPackages);
    installKernel({ prefix });
    const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") };
    const script = join(root, "tests", "long", "jupyter-clients.py");
    const { stdout } = await promisify(execFile)(python, [script], { env });
    report = JSON.parse(stdout);
  });

  for (const [kind, count, what] of [
    ["prints", 20_000, "printed lines"],
    ["displays", 5_000, "displayed values"],
    ["results", 200, "results"],
  ] as const)
    it(`gives nbclient each of ${count.toLocaleString("en")} ${what}, in order`, () =>
      assert.deepEqual(report.nbclient[kind], { count, inOrder: true }));

  it("shows nbclient the error of a cell and runs the next one when errors are allowed", () => {
    assert.deepEqual([report.nbclient.error, report.nbclient.afterError], [["Error"], ["2"]]);
  });

  it("sends all outputs before idle and none after it", () => {
    assert.deepEqual([report.client.before, report.client.after], [report.client.expected, 0]);
  });

  it("is interrupted by jupyter_client and keeps its state", () => {
    assert.deepEqual([report.process.interrupted, report.process.kept], ["KernelInterrupt", "ok"]);
  });

  it("is restarted and ended by jupyter_client", () => {
    assert.deepEqual([report.process.forgotten, report.process.alive], ["error", false]);
  });
});
