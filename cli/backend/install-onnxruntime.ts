/** ONNX Runtime, whose matrix products serve our WebAssembly engine. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkSpace, type Job, npm, runStep } from "./job.ts";

const onnxruntimeVersion = "1.30.0";

/** Installs the package, drops the libraries of other machines, and gives its version. */
export async function installOnnxruntime(job: Job): Promise<Record<string, string>> {
  const { folder, progress } = job;
  checkSpace(folder, 450e6);
  progress.show(`Fetching onnxruntime-node ${onnxruntimeVersion}…`);
  const dependencies = { "onnxruntime-node": onnxruntimeVersion };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ private: true, dependencies })}\n`);
  // Its install script would fetch CUDA libraries from another host; the processor's library is in the package.
  await runStep(job, npm("install", "--ignore-scripts", "--omit=dev"), {
    doing: `fetch onnxruntime-node ${onnxruntimeVersion}`,
    cwd: folder,
  });
  keepOnly(join(folder, "node_modules", "onnxruntime-node", "bin", "napi-v6"));
  return dependencies;
}

function keepOnly(binaries: string): void {
  const { platform, arch } = process;
  const remove = (...path: string[]) => rmSync(join(binaries, ...path), { recursive: true });
  const platforms = readdirSync(binaries);
  if (!platforms.includes(platform) || !readdirSync(join(binaries, platform)).includes(arch))
    throw new Error(`there is no ONNX Runtime for ${platform} ${arch}`);
  for (const other of platforms) if (other !== platform) remove(other);
  for (const other of readdirSync(join(binaries, platform))) if (other !== arch) remove(platform, other);
}
