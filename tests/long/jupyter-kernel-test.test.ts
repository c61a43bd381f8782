/** Jupyter's own conformance test, jupyter_kernel_test. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installKernel } from "../../kernel/install.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { jupyterPackages, venvPython } from "./venv.ts";

/** All of its tests but the pager's, which tests a feature of IPython. */
const names = [
  "clear_output",
  "completion",
  "display_data",
  "error",
  "execute_result",
  "execute_stderr",
  "execute_stdout",
  "history",
  "inspect",
  "is_complete",
  "kernel_info",
  "recv_iopub_welcome_msg",
];

describe("jupyter_kernel_test", () => {
  let said = "";

  before(function () {
    const python = venvPython(this, jupyterPackages);
    const prefix = temporaryFolder();
    installKernel({ prefix });
    const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") };
    const script = join(root, "tests", "long", "jupyter-kernel-test.py");
    said = spawnSync(python, [script], { env, encoding: "utf8" }).stderr;
  });

  for (const name of names)
    it(`passes test_${name}`, () => {
      assert.match(said, new RegExp(`^test_${name} .*\\.\\.\\. ok$`, "m"), said);
    });

  it("skips nothing but the pager", () => {
    assert.deepEqual(said.match(/^test_.*skipped.*$/gm)?.length, 1, said);
    assert.match(said, /^Ran 13 tests/m);
  });
});
