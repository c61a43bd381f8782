import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe("start-server.sh", () => {
  const folder = temporaryFolder();
  const home = join(folder, "home");

  before(function () {
    if (process.platform === "win32") this.skip(); // Hubs run on Linux.
    for (const name of ["home", "bin", "course/de"]) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, "course", "one.ipynb"), "of the course");
    writeFileSync(join(folder, "course", "de", "one.ipynb"), "des Kurses");
    const server = join(folder, "bin", "jupyterhub-singleuser");
    writeFileSync(server, '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\npwd\n');
    chmodSync(server, 0o755);
  });

  const start = (environment = {}) =>
    execFileSync(join(root, "school", "start-server.sh"), ["--port=1", "two words"], {
      env: {
        PATH: `${join(folder, "bin")}:${process.env.PATH}`,
        HOME: home,
        NOISEBOOK_COURSE: join(folder, "course"),
        ...environment,
      },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    })
      .trim()
      .split("\n");

  it("becomes the server of the student's notebooks, with what the hub says", () => {
    const notebooks = join(home, "notebooks");
    assert.deepEqual(start(), [`--ServerApp.root_dir=${notebooks}`, "--port=1", "two words", notebooks]);
  });

  it("lays out the course, for the student alone", () => {
    assert.deepEqual(readdirSync(join(home, "notebooks")).sort(), ["de", "one.ipynb"]);
    assert.equal(readFileSync(join(home, "notebooks", "de", "one.ipynb"), "utf8"), "des Kurses");
    assert.equal(statSync(join(home, "notebooks")).mode & 0o777, 0o700);
  });

  it("keeps what the student has, and adds what is new in the course", () => {
    writeFileSync(join(home, "notebooks", "one.ipynb"), "of the student");
    writeFileSync(join(folder, "course", "two.ipynb"), "of the course");
    start();
    assert.equal(readFileSync(join(home, "notebooks", "one.ipynb"), "utf8"), "of the student");
    assert.ok(existsSync(join(home, "notebooks", "two.ipynb")));
  });

  it("says that it does not know where the course is", () => {
    assert.throws(() => start({ NOISEBOOK_COURSE: "" }), /NOISEBOOK_COURSE/);
  });
});
