/** Python for tests against Jupyter's own tools: a virtual environment in .noisebook/, made once. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentPython } from "../../cli/jupyter/find-jupyter.ts";
import { root } from "../root.ts";

/** Jupyter's clients and conformance test, without a server. */
export const jupyterPackages = ["jupyter_client==8.10.0", "jupyter_kernel_test==0.7.0", "nbclient==0.11.0"];

/**
 * The Python of an environment that holds these packages, for a test's `before` hook.
 *
 * Where it cannot be made (no Python, no network) the tests fail under CI and are skipped elsewhere.
 *
 * @param packages As pip takes them, each with its version: `nbclient==0.11.0`.
 */
export function venvPython(test: Mocha.Context, packages: string[]): string {
  const name = createHash("sha256").update(packages.join(" ")).digest("hex").slice(0, 8);
  const folder = join(root, ".noisebook", `venv-${name}`);
  const python = environmentPython(folder);
  const complete = join(folder, "complete.txt");
  if (existsSync(complete)) return python;
  try {
    rmSync(folder, { recursive: true, force: true });
    run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", folder]);
    run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages]);
    writeFileSync(complete, packages.join("\n"));
  } catch (error) {
    const sentence = `Cannot test with ${packages.join(", ")}: ${(error as Error).message}`;
    if (process.env.CI) throw new Error(sentence, { cause: error });
    console.log(sentence);
    test.skip();
  }
  return python;
}

function run(program: string, args: string[]): void {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
}
