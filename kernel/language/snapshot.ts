/**
 * The language's process as a V8 start-up snapshot: TypeScript loaded and its libraries parsed, ready in a tenth of a
 * second instead of one. It lies in the user's cache folder and is made in the background when it is missing.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** With these a snapshot is made and started; V8 refuses one that was made with others. */
export const snapshotFlags = [
  "--no-warnings",
  // Types are remembered from a function's first call on: the first requests, all of them new code, take a fifth less.
  "--no-lazy-feedback-allocation",
];

/** The path at which the snapshot of just this code, Node and TypeScript lies, once it is made. */
export function snapshotPath(): string {
  const hash = createHash("sha256");
  hash.update([process.version, process.arch, process.execPath, import.meta.url].join("\n"));
  const kernel = fileURLToPath(new URL("..", import.meta.url));
  for (const folder of ["language", "widgets", "display"])
    for (const name of readdirSync(join(kernel, folder)).sort())
      if (name.endsWith(".js")) hash.update(readFileSync(join(kernel, folder, name)));
  const require = createRequire(import.meta.url);
  for (const name of ["typescript", "@types/node"])
    hash.update(readFileSync(require.resolve(`${name}/package.json`)));
  hash.update(readFileSync(new URL("../../../package.json", import.meta.url)));
  return join(cacheFolder(), `language-${hash.digest("hex").slice(0, 16)}.blob`);
}

function cacheFolder(): string {
  const { NOISEBOOK_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const usual = join(XDG_CACHE_HOME ?? LOCALAPPDATA ?? join(homedir(), ".cache"), "noisebook");
  // A path from here: whoever makes or loads the snapshot works in another folder.
  return resolve(NOISEBOOK_CACHE ?? usual);
}

/** Where the snapshot is, or that it is wanted and missing. Code coverage does not see into one, so it goes without. */
export function findSnapshot(): { path?: string; isMissing: boolean } {
  const { NOISEBOOK_SNAPSHOT, NODE_V8_COVERAGE } = process.env;
  if (NOISEBOOK_SNAPSHOT === "off" || NODE_V8_COVERAGE) return { isMissing: false };
  const path = snapshotPath();
  return existsSync(path) ? { path, isMissing: false } : { isMissing: true };
}

let ready: Promise<string | undefined> | undefined;

/**
 * Makes the snapshot if it is wanted and missing, and waits for it: for whoever starts many kernels. @returns Its path, or undefined
 * where there is none: a kernel then starts without.
 */
export function readySnapshot(): Promise<string | undefined> {
  ready ??= makeMissing();
  return ready;
}

async function makeMissing(): Promise<string | undefined> {
  const { isMissing } = findSnapshot();
  if (isMissing) {
    const maker = makeSnapshot();
    maker.ref();
    await new Promise((resolve) => maker.once("exit", resolve).once("error", resolve));
  }
  return findSnapshot().path;
}

/** Makes the snapshot, in a process of its own that takes a few seconds; for the first kernel, or an installer. */
export function makeSnapshot(): ChildProcess {
  const builder = fileURLToPath(new URL("./build-snapshot.js", import.meta.url));
  const child = spawn(process.execPath, [builder, snapshotPath()], { stdio: "ignore" });
  // One that cannot be started must not end the kernel, which does without.
  child.on("error", () => {});
  child.unref();
  return child;
}
