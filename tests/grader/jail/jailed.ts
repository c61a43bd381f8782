/** A program of Node in a jail, and what came of it. */
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { type JailOptions, openJail } from "../../../grader/jail/jail.ts";

/** Runs JavaScript in a jail; what it prints, and how it ended. */
export async function jailed(code: string, { limits, ...options }: Partial<JailOptions> = {}) {
  const jail = await openJail([process.execPath, "-e", code], {
    readable: [dirname(dirname(process.execPath)), ...(options.readable ?? [])].filter(
      (path) => path !== "/usr",
    ),
    ...options,
    limits: { seconds: 20, memory: 2 ** 29, processes: 32, ...limits },
  });
  jail.input.end();
  const [printed, ended] = await Promise.all([text(jail.output), jail.ended]);
  return { printed, ...ended };
}

/** A hook: where no jail can be had, its tests fail under CI and are skipped elsewhere. */
export async function needsJail(this: Mocha.Context): Promise<void> {
  try {
    await jailed("");
  } catch (error) {
    if (process.env.CI) throw error;
    console.log((error as Error).message);
    this.skip();
  }
}
