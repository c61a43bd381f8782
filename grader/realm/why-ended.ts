import type { Ended } from "../jail/jail.ts";

const limits = {
  time: "it took longer than it may",
  memory: "it used more memory than it may",
  processes: "it started more processes than it may",
  output: "it wrote more than it may",
};

/** Says in a sentence why a realm is gone. */
export function whyEnded({ exceeded, status, errors }: Ended): string {
  if (exceeded) return `The submission was stopped: ${limits[exceeded]}`;
  const lines = errors.trim().split("\n");
  // Node's last line is its version, and the lines before it tell where in its own code the error was.
  const error = lines.findLast((line) => /^(\w*Error\b|FATAL ERROR)/.test(line)) ?? lines.at(-1);
  return `The submission's program ended (${status ?? "killed"})${error ? `: ${error}` : ""}`;
}
