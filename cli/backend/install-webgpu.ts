/** WebGPU by Dawn, and TensorFlow.js's kernels for it: all that npm has to fetch. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkSpace, type Job, npm, runStep } from "./job.ts";

const dependencies = { webgpu: "0.6.2", "@tensorflow/tfjs-backend-webgpu": "4.22.0" };

/** Installs the packages and gives their versions. */
export async function installWebgpu(job: Job): Promise<Record<string, string>> {
  const { folder, progress } = job;
  checkSpace(folder, 300e6);
  progress.show("Fetching webgpu…");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ private: true, dependencies })}\n`);
  // The kernels use our TensorFlow.js; without this option npm would fetch another.
  await runStep(job, npm("install", "--ignore-scripts", "--omit=dev", "--legacy-peer-deps"), {
    doing: "fetch webgpu",
    cwd: folder,
  });
  return dependencies;
}
