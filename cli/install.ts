import { homedir } from "node:os";
import { relative } from "node:path";
import { installKernel } from "../kernel/install.ts";
import { type Command, type Options, UsageError } from "./command.ts";

export const command: Command = {
  usage: "noisebook install",
  about: "Registers the kernel with a Jupyter that is already there; for this user unless told otherwise.",
  options: {
    user: { help: "in the user's own Jupyter folder" },
    tslab: { help: "the kernel that runs cells by the package tslab, instead of ours" },
    prefix: { value: "DIR", help: "in an environment: DIR/share/jupyter" },
  },
  words: [0, 0],
  run: async (_words, options) => install(options),
};

function install({ user, prefix, tslab }: Options): number {
  if (user && prefix !== undefined) throw new UsageError("Give --user or --prefix, not both");
  try {
    const target = prefix === undefined ? ({ user: true } as const) : { prefix: String(prefix) };
    const folder = installKernel(target, tslab ? "tslab" : "typescript");
    const name = tslab ? "TypeScript (tslab engine)" : "TypeScript (Noisebook)";
    const fromHere = relative(process.cwd(), folder);
    const shown = fromHere.startsWith("..") ? folder.replace(homedir(), "~") : fromHere;
    process.stdout.write(`The kernel "${name}" is registered in ${shown}\n`);
    return 0;
  } catch (cause) {
    throw new Error(`Cannot register the kernel: ${(cause as Error).message}`, { cause });
  }
}
