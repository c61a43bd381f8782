/** The sources of the whole tree, as git knows them. */
import { execFileSync } from "node:child_process";
import { root } from "../root.ts";

/** Every file with TypeScript in it, by its path from the project's folder. */
export function typescriptSources(): string[] {
  const words = ["ls-files", "-co", "--exclude-standard", "--", "*.ts"];
  const list = execFileSync("git", words, { cwd: root, encoding: "utf8" });
  return list.split("\n").filter((path) => path.includes("/"));
}
