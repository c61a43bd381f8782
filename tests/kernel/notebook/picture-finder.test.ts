import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pictureFinder } from "../../../kernel/notebook/html/picture-finder.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

describe("pictureFinder()", () => {
  it("finds pictures in the notebook's folder and below, and none elsewhere", () => {
    const top = temporaryFolder();
    const folder = join(top, "notebooks");
    mkdirSync(join(folder, "a b"), { recursive: true });
    for (const file of ["a b/in.png", "notes.txt", "../out.png"]) writeFileSync(join(folder, file), "x");
    symlinkSync(join(top, "out.png"), join(folder, "link.png"));
    const find = pictureFinder(folder);
    assert.equal(find("a%20b/in.png"), "data:image/png;base64,eA==");
    assert.equal(find("data:image/gif;base64,AA"), "data:image/gif;base64,AA");
    for (const address of [
      "../out.png",
      "link.png",
      "/etc/hostname.png",
      "notes.txt",
      "https://example.org/a.png",
      "%E0%A4%A",
    ])
      assert.equal(find(address), undefined, address);
  });
});
