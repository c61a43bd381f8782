/** The npm side of the engine: tfjs-node and what it requires, with our TensorFlow.js in place of a second one. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Job, npm, runStep } from "./job.ts";

export const tfjsNodeVersion = "4.22.0";

/** Two copies of TensorFlow.js would be two engines, and 300 MB more: these return what lib/core/backend/tensorflow.ts lays out. */
const replaced = ["@tensorflow/tfjs", "@tensorflow/tfjs-core"];
const program = 'module.exports = globalThis[Symbol.for("noisebook.tfjs")];\n';

/** Installs the package into the engine's folder without running its install script, and gives where it lies. */
export async function installPackage(job: Job, packageName: string): Promise<string> {
  const { folder } = job;
  const standIns = Object.fromEntries(
    replaced.map((name) => [name, `file:./stand-ins/${name.split("/")[1]}`]),
  );
  for (const [name, place] of Object.entries(standIns)) {
    const target = join(folder, place.slice("file:".length));
    mkdirSync(target, { recursive: true });
    writeJson(join(target, "package.json"), { name, version: tfjsNodeVersion, main: "index.cjs" });
    writeFileSync(join(target, "index.cjs"), program);
  }
  writeJson(join(folder, "package.json"), {
    private: true,
    dependencies: { [packageName]: tfjsNodeVersion, "node-api-headers": "1.9.0", ...standIns },
    overrides: standIns,
  });
  const options = ["--ignore-scripts", "--install-links", "--omit=dev"];
  await runStep(job, npm("install", ...options), {
    doing: `fetch ${packageName} ${tfjsNodeVersion}`,
    cwd: folder,
  });
  return join(folder, "node_modules", packageName);
}

function writeJson(path: string, content: object): void {
  writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
}
