import { cpus, loadavg, platform, release, totalmem } from "node:os";

/** The machine in words: what a figure means little without. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim().replace(/\s+/g, " ") ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const [load = 0] = loadavg();
  const system = `${platform()} ${release()}`;
  const busy = load >= 0.5 ? `; load ${load.toFixed(1)} before the start` : "";
  return `${processors.length} × ${model}, ${memory}, ${system}, Node ${process.versions.node}${busy}`;
}
