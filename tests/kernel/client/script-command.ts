import { fileURLToPath } from "node:url";

/** The command that starts the kernel of script-kernel.ts. */
export const scriptKernel = [
  process.execPath,
  fileURLToPath(new URL("./script-kernel.js", import.meta.url)),
  "{connection_file}",
];
