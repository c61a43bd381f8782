/** The library's surface: a name that goes, comes or changes its kind is a change that users notice. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as library from "../../lib/index.ts";
import { root } from "../root.ts";

const kept = join(root, "tests/golden/public-api.txt");
const changed = join(root, "tests/golden/public-api-changed.txt");

/** Each export on a line: what it is, and how many arguments a function must be given. */
function surface(): string {
  const values = Object.entries(library).map(([name, value]) =>
    typeof value === "function" ? `function ${name} ${value.length}` : `${typeof value} ${name}`,
  );
  const index = readFileSync(join(root, "lib/index.ts"), "utf8");
  const types = [...index.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, all, names]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && (all || name.startsWith("type ")))
      .map((name) => `type ${name.replace(/^type /, "")}`),
  );
  return `${[...values, ...types].sort().join("\n")}\n`;
}

describe("the public library", () => {
  it("has the names that it had; public-api-changed.txt beside the golden file shows what differs", () => {
    const found = surface();
    if (existsSync(kept) && readFileSync(kept, "utf8") === found) return rmSync(changed, { force: true });
    writeFileSync(changed, found);
    assert.fail(
      `The public names are not those of ${kept}: compare ${changed}, and replace it if that is meant`,
    );
  });
});
