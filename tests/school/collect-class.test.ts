/** The line of docs/school.md with which root collects from a class of accounts. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const notebook = "02-forward-noising.ipynb";
/** Students without accounts: sudo's stand-in knows their numbers. */
const students = { ada: 65_001, bob: 65_002, cy: 65_003, eve: 65_004, fay: 65_005 };

describe("collecting from a class, as the guide says", () => {
  const folder = temporaryFolder();
  before(function () {
    if (process.getuid?.() !== 0) {
      console.log("Cannot test how root collects from a class: run it as root");
      this.skip();
    }
    chmodSync(folder, 0o755);
    for (const name of ["home", "submitted", "bin"]) mkdirSync(join(folder, name));
    const cases = Object.entries(students).map(([name, id]) => `${name}) id=${id};;`);
    const sudo = `#!/bin/sh\ncase "$2" in ${cases.join(" ")} esac\nshift 2\nexec setpriv --reuid "$id" --regid "$id" --clear-groups "$@"\n`;
    writeFileSync(join(folder, "bin", "sudo"), sudo, { mode: 0o755 });
    for (const [name, id] of Object.entries(students)) {
      mkdirSync(join(folder, "home", name));
      chownSync(join(folder, "home", name), id, id);
      chmodSync(join(folder, "home", name), 0o700);
    }
  });

  it("takes each student's own notebook, and by no link another's", () => {
    const home = (name: string, ...path: string[]) => join(folder, "home", name, ...path);
    for (const name of ["ada", "bob", "cy", "fay"] as const) mkdirSync(home(name, "notebooks"));
    for (const name of ["ada", "bob"]) writeFileSync(home(name, "notebooks", notebook), `${name}'s`);
    symlinkSync(home("bob", "notebooks", notebook), home("cy", "notebooks", notebook));
    symlinkSync(home("bob", "notebooks"), home("eve", "notebooks"));
    const line = /^for home in \/home\/.*$/m.exec(readFileSync(join(root, "docs/school.md"), "utf8"))![0];
    execFileSync("sh", ["-c", line.replace("/home/*", `${folder}/home/*`)], {
      ...{ cwd: folder, stdio: "ignore" },
      env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}` },
    });
    const collected = readdirSync(join(folder, "submitted")).map((name) => [
      name,
      readFileSync(join(folder, "submitted", name), "utf8"),
    ]);
    assert.deepEqual(collected.sort(), [
      ["ada.ipynb", "ada's"],
      ["bob.ipynb", "bob's"],
    ]);
  });
});
