/** Runs a program that must be taken for hostile. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { bubblewrapArguments, type Sight } from "./bubblewrap.ts";
import { type ControlGroup, makeControlGroup } from "./control-group.ts";
import { type Limits, lessonLimits } from "./limits.ts";
import { isPod, podGroup, withProcessLimit } from "./pod-group.ts";

export interface JailOptions extends Sight {
  limits?: Partial<Limits>;
  /** Ends the program. */
  signal?: AbortSignal;
  /** Without a jail, when the teacher insists: nothing keeps the program from anything. */
  unsafe?: boolean;
}

/** How a jailed program ended. */
export interface Ended {
  /** Its exit status; null when it was killed. */
  status: number | null;
  /** The limit that ended it, or that kept it from starting more processes. */
  exceeded?: "time" | "memory" | "processes" | "output";
  /** The last 4,000 characters of its standard error. */
  errors: string;
  /** What its processes used; 0 where the kernel does not tell. */
  processorSeconds: number;
}

export interface Jailed {
  input: Writable;
  output: Readable;
  ended: Promise<Ended>;
  kill(): void;
}

/**
 * Starts a program in a jail of bubblewrap and a control group: no network, no home, no environment, a read-only system,
 * no capabilities, and bounded time, memory, processes, output and disk. Whatever it does, it ends when this process does.
 *
 * @param command The program and its arguments; the program must be readable in the jail.
 * @throws {Error} If no jail can be had, with what to install; never without one unless `unsafe` is set.
 */
export async function openJail(command: string[], options: JailOptions): Promise<Jailed> {
  const limits = { ...lessonLimits, ...options.limits };
  if (options.unsafe) return watch(spawnUnsafe(command, options), { ...options, limits });
  const userNamespaces = await refuseWithoutBubblewrap();
  const group = groupFor(limits);
  const limited = isPod() ? withProcessLimit(command, limits.processes) : command;
  try {
    return watch(spawnJailed(limited, { ...options, limits, group, userNamespaces }), {
      ...options,
      limits,
      group,
    });
  } catch (error) {
    await group.remove();
    throw error;
  }
}

/**
 * Makes sure that a jail can be had here.
 *
 * @throws {Error} If not, with what to install.
 */
export async function refuseWithoutJail(): Promise<void> {
  await refuseWithoutBubblewrap();
  await groupFor(lessonLimits).remove();
}

const groupFor = (limits: Limits) => (isPod() ? podGroup() : makeControlGroup(limits));

const tried = new Map<string, Promise<unknown>>();

/** Tells the arguments that keep a program from making namespaces of its own; bubblewrap knows them since 0.8. */
async function refuseWithoutBubblewrap(): Promise<string[]> {
  const closed = ["--unshare-user", "--disable-userns"];
  try {
    await probe(closed);
    return closed;
  } catch {
    // Older, or as root in a container: then without.
  }
  try {
    await probe([]);
    return [];
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new Error(
      missing
        ? "Cannot grade safely: bubblewrap is not installed; on Debian: apt-get install bubblewrap"
        : `Cannot grade safely: bubblewrap cannot make a jail here (${(cause as { stderr?: string }).stderr?.trim()}); allow user namespaces, or run as root`,
      { cause },
    );
  }
}

/** Once a process: it does not change. */
function probe(more: string[]): Promise<unknown> {
  const key = `${process.env.PATH} ${more.join(" ")}`;
  let found = tried.get(key);
  if (!found) {
    found = promisify(execFile)("bwrap", ["--unshare-all", ...more, "--ro-bind", "/", "/", "true"]);
    tried.set(key, found);
  }
  return found;
}

function spawnJailed(
  command: string[],
  {
    group,
    limits,
    userNamespaces,
    ...sight
  }: JailOptions & { group: ControlGroup; limits: Limits; userNamespaces: string[] },
): ChildProcess {
  const paths = Object.keys(sight.files ?? {});
  const texts = Object.fromEntries(paths.map((path, at) => [path, 3 + at]));
  // The shell enters the group before it becomes bubblewrap, so that nothing of the program is ever outside.
  const enter = 'for file in $GROUP; do echo $$ > "$file" || exit 125; done; unset GROUP; exec bwrap "$@"';
  const child = spawn(
    "/bin/sh",
    ["-c", enter, "sh", ...userNamespaces, ...bubblewrapArguments(sight, limits, texts), "--", ...command],
    {
      stdio: ["pipe", "pipe", "pipe", ...paths.map(() => "pipe" as const)],
      env: { PATH: process.env.PATH ?? "/usr/bin:/bin", GROUP: group.procs.join(" ") },
      detached: true,
    },
  );
  for (const path of paths) (child.stdio[texts[path]] as Writable).end(sight.files![path]);
  return child;
}

function spawnUnsafe([program, ...rest]: string[], { environment }: Sight): ChildProcess {
  return spawn(program, rest, { stdio: ["pipe", "pipe", "pipe"], env: { ...environment }, detached: true });
}

function watch(
  child: ChildProcess,
  { limits, group, signal }: { limits: Limits; group?: ControlGroup; signal?: AbortSignal },
): Jailed {
  let exceeded: Ended["exceeded"];
  const kill = () => {
    group?.kill();
    // Unsafe programs have no group, and pods no groups of the jail's, but each program is a leader of its own.
    if (child.pid && !group?.procs.length) endProcessGroup(child.pid);
  };
  const exceed = (what: NonNullable<Ended["exceeded"]>) => {
    exceeded ??= what;
    kill();
  };
  const errors = listen(child, limits.output, () => exceed("output"));
  // A program that ends closes its input; what is still written to it is of no use to anyone.
  child.stdin!.on("error", () => {});
  const timer = setTimeout(() => exceed("time"), limits.seconds * 1000);
  const meter = setInterval(() => {
    if (group && group.processorSeconds() > limits.processorSeconds) exceed("time");
  }, 500);
  signal?.addEventListener("abort", kill);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", (error) => {
      clearTimeout(timer);
      clearInterval(meter);
      reject(error);
    });
    child.on("close", (status) => {
      clearTimeout(timer);
      clearInterval(meter);
      signal?.removeEventListener("abort", kill);
      exceeded ??= group?.exceeded();
      kill();
      const processorSeconds = group?.processorSeconds() ?? 0;
      const how = { status, errors: errors(), processorSeconds, ...(exceeded ? { exceeded } : {}) };
      if (group) group.remove().then(() => resolve(how), reject);
      else resolve(how);
    });
  });
  return { input: child.stdin!, output: child.stdout!, ended, kill };
}

/** Counts what a program says, and tells when it is too much; the function that it gives has the last words of its stderr. */
function listen(child: ChildProcess, most: number, tooMuch: () => void): () => string {
  let [bytes, errors] = [0, ""];
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most) tooMuch();
  };
  child.stdout!.on("data", count);
  child.stderr!.on("data", (chunk: Buffer) => {
    count(chunk);
    errors = (errors + chunk.toString("utf8")).slice(-4000);
  });
  return () => errors;
}

function endProcessGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It has ended since.
  }
}
