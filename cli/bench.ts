import type { Bench } from "./bench/bench.ts";
import { type Command, type Options, UsageError } from "./command.ts";

/** Each benchmark's program is loaded when it is used. */
const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  kernel: () => import("./bench/kernel.ts"),
};

const names = Object.keys(benches).join(", ");

export const command: Command = {
  usage: "noisebook bench NAME",
  about: `Measures how fast Noisebook is on this machine; NAME is one of ${names}.`,
  options: {
    json: { help: "as JSON, with every sample" },
    quick: { help: "few repetitions: for a look, not for a claim" },
    install: { help: "first fetch what Noisebook is compared with, into .noisebook/peers" },
  },
  words: [1, 1],
  run,
};

async function run([name = ""]: string[], options: Options): Promise<number> {
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!load) throw new UsageError(`noisebook bench has no benchmark ${name}; there is: ${names}`);
  const { bench } = await load();
  const [json, quick, install] = [options["json"], options["quick"], options["install"]].map(Boolean);
  return bench({ json, quick, install });
}
