import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Fetches an npm package of this exact version into a temporary folder and returns the folder of its files. The packages
 * that pictures are made from are large and needed once, so they are no dependencies of this one.
 */
export async function npmPackage(name: string, version: string): Promise<string> {
  const folder = join(tmpdir(), "noisebook-packages", `${name.replace("/", "+")}@${version}`);
  const files = join(folder, "node_modules", name);
  if (!existsSync(files)) {
    await mkdir(folder, { recursive: true });
    const flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
    await execute("npm", ["install", "--prefix", folder, ...flags, `${name}@${version}`]);
  }
  return files;
}

/** Fetches the wheel of a PyPI package of this exact version into a temporary folder and returns its unpacked folder. */
export async function pythonPackage(name: string, version: string): Promise<string> {
  const folder = join(tmpdir(), "noisebook-packages", `${name}==${version}`);
  const files = join(folder, "files");
  if (!existsSync(files)) {
    await mkdir(folder, { recursive: true });
    const wanted = ["--no-deps", "--only-binary", ":all:", "--dest", folder, `${name}==${version}`];
    await execute("python3", ["-m", "pip", "download", ...wanted]);
    const { stdout } = await execute("sh", ["-c", 'ls "$0"/*.whl', folder]);
    await execute("python3", ["-m", "zipfile", "-e", stdout.trim(), files]);
  }
  return files;
}
