/** Tries an engine in a process of its own: what was installed may be unable to load. */
import type { InstallableName } from "../../lib/core/backend/installed.ts";
import { type Job, runStep } from "./job.ts";

const engineOf: Record<InstallableName, string> = {
  tensorflow: "node",
  "tensorflow-gpu": "node-gpu",
  onnxruntime: "wasm",
  webgpu: "webgpu",
};

const index = new URL("../../lib/index.js", import.meta.url).href;

/**
 * Starts the engine and gives what it says of itself.
 *
 * @throws {Error} If it does not start here.
 */
export async function checkBackend(job: Job, name: InstallableName): Promise<string> {
  const program = `
    const { selectBackend } = await import(${JSON.stringify(index)});
    const failed = ({ message }) => { console.log("error: " + message.replace(/^.* does not start here: /, "")); process.exit(1); };
    const { device, reasons } = await selectBackend({ prefer: "${engineOf[name]}" }).catch(failed);
    console.log(reasons.find(({ chosen }) => chosen).reason + "; it computes on " + device);`;
  const command = [process.execPath, "--input-type=module", "--eval", program];
  return (await runStep(job, command, { doing: "start here" })).trim();
}
