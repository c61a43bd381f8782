import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CollectStep, collect } from "../../grader/collect/collect.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { zip } from "./zip.ts";

describe("collect()", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  const run = async (source: string) => {
    const steps: CollectStep[] = [];
    for await (const step of collect(source, { assignment: "ps1", course: join(folder, "course") }))
      steps.push(step);
    return steps.map((step) => ("reason" in step ? [step.name, step.reason] : [step.student, step.state]));
  };

  it("takes a platform's zip apart; a hostile zip of one student keeps nobody else out", async () => {
    const source = join(folder, "class.zip");
    const good = zip({ name: "homework.ipynb", content: '{"a":1}' });
    const evil = zip({ name: "../bob/ps1/ps1.ipynb", content: "mine" });
    writeFileSync(
      source,
      zip(
        { name: "Ada L_1_assignsubmission_file/work.zip", content: good },
        { name: "Bob B_2_assignsubmission_file/work.ipynb", content: "{}" },
        { name: "Eve E_3_assignsubmission_file/work.zip", content: evil },
        { name: "__MACOSX/._x.ipynb", content: "" },
      ),
    );
    const steps = await run(source);
    assert.deepEqual(steps.slice(0, 2), [
      ["Ada L_1", "new"],
      ["Bob B_2", "new"],
    ]);
    assert.match(steps[2].join(), /Eve E_3.*work\.zip.*Cannot unpack/);
    assert.equal(steps.length, 3);
    const place = join(folder, "course/submitted/Ada L_1/ps1");
    assert.equal(readFileSync(join(place, "ps1.ipynb"), "utf8"), '{"a":1}');
    assert.match(readFileSync(join(place, "timestamp.txt"), "utf8"), /^2026-01-01 12:00:00\.000000 UTC$/m);
    assert.deepEqual((await run(source)).slice(0, 2), [
      ["Ada L_1", "same"],
      ["Bob B_2", "same"],
    ]);
  });

  it("lets nothing inside a student's zip say whose work it is", async () => {
    const source = join(folder, "class.zip");
    const inside = (name: string, content: string) => zip({ name, content });
    writeFileSync(
      source,
      zip(
        { name: "Bob B_2_assignsubmission_file/ps1.ipynb", content: '"Bob\'s"' },
        { name: "Cy C_4_assignsubmission_file/homework.zip", content: inside("ps1/two.ipynb", '"Cy\'s"') },
        { name: "Dan D_5_assignsubmission_file/homework.zip", content: inside("ps1/two.ipynb", '"Dan\'s"') },
        { name: "Eve E_3_assignsubmission_file/a.zip", content: inside("Bob B_2/ps1/ps1.ipynb", '"Eve\'s"') },
        { name: "lovelaceada_1042_88310_work.zip", content: inside("turingalan_7_1_ps1.ipynb", '"Ada\'s"') },
      ),
    );
    assert.deepEqual(await run(source), [
      ["Bob B_2", "new"],
      ["Cy C_4", "new"],
      ["Dan D_5", "new"],
      ["Eve E_3", "new"],
      ["lovelaceada_1042", "new"],
    ]);
    const content = (...path: string[]) => readFileSync(join(folder, "course/submitted", ...path), "utf8");
    assert.equal(content("Bob B_2", "ps1", "ps1.ipynb"), '"Bob\'s"');
    assert.equal(content("Cy C_4", "ps1", "two.ipynb"), '"Cy\'s"');
  });

  const stampOf = (student: string) =>
    readFileSync(join(folder, "course/submitted", student, "ps1", "timestamp.txt"), "utf8").trim();

  it("believes a platform's time, and no timestamp.txt or date that a student put beside the work", async () => {
    const source = join(folder, "class.zip");
    const forged = {
      name: "timestamp.txt",
      content: "2020-01-01 00:00:00 UTC",
      modified: [0, 0x5021] as const,
    };
    const early = { name: "ps1.ipynb", content: "{}", modified: [0, 0x5021] as const };
    writeFileSync(
      source,
      zip(
        { name: "Ada L_1_assignsubmission_file/work.zip", content: zip(early, forged) },
        { name: "Bob B_2_assignsubmission_file/ps1/ps1.ipynb", content: "{}" },
        { ...forged, name: "Bob B_2_assignsubmission_file/ps1/timestamp.txt" },
      ),
    );
    await run(source);
    assert.equal(stampOf("Ada L_1"), "2026-01-01 12:00:00.000000 UTC");
    assert.equal(stampOf("Bob B_2"), "2026-01-01 12:00:00.000000 UTC");
  });

  it("keeps nbgrader's own timestamp of each, out of a folder and out of a zip", async () => {
    const stamps = { cy: "2026-02-01 10:00:00 UTC", dan: "2026-02-02 10:00:00 +0100" };
    const source = join(folder, "in");
    for (const [student, stamp] of Object.entries(stamps)) {
      mkdirSync(join(source, student, "ps1"), { recursive: true });
      writeFileSync(join(source, student, "ps1", "ps1.ipynb"), "{}");
      writeFileSync(join(source, student, "ps1", "timestamp.txt"), stamp);
    }
    const archive = join(folder, "class.zip");
    const entries = Object.entries(stamps).flatMap(([student, content]) => [
      { name: `submitted/${student}/ps1/ps1.ipynb`, content: "{ }" },
      { name: `submitted/${student}/ps1/timestamp.txt`, content },
    ]);
    writeFileSync(archive, zip(...entries));
    for (const given of [source, archive]) {
      await run(given);
      assert.equal(stampOf("cy"), "2026-02-01 10:00:00.000000 UTC");
      assert.equal(stampOf("dan"), "2026-02-02 09:00:00.000000 UTC");
      rmSync(join(folder, "course"), { recursive: true });
    }
  });

  it("takes the notebook of the assignment's name, whatever else is newer, and says what it leaves", async () => {
    const source = join(folder, "class.zip");
    const newer = [0x6000, 0x5c22] as const;
    const named = { name: "ps1.ipynb", content: '"named"' };
    const scratch = { name: "scratch.ipynb", content: '"scratch"', modified: newer };
    writeFileSync(
      source,
      zip(
        { ...named, name: "Ada L_1_assignsubmission_file/ps1.ipynb" },
        { ...scratch, name: "Ada L_1_assignsubmission_file/old/scratch.ipynb" },
        { name: "Bob B_2_assignsubmission_file/work.zip", content: zip(scratch, named) },
        { ...scratch, name: "curie_1042_88311_scratch.ipynb" },
        { ...named, name: "curie_1042_88310_ps1-2.ipynb" },
        { ...scratch, name: "Dan D_3_assignsubmission_file_scratch.ipynb" },
        { ...named, name: "Dan D_3_assignsubmission_file_ps1.ipynb" },
        { ...scratch, name: "Eve E_4_assignsubmission_file/scratch.ipynb" },
      ),
    );
    const left = "ps1.ipynb was handed in with it";
    for (const state of ["new", "same"])
      assert.deepEqual(await run(source), [
        ["Ada L_1", state],
        ["Ada L_1_assignsubmission_file/old/scratch.ipynb", left],
        ["Bob B_2", state],
        ["Bob B_2_assignsubmission_file/work.zip/scratch.ipynb", left],
        ["curie_1042_88311_scratch.ipynb", left],
        ["curie_1042", state],
        ["Dan D_3_assignsubmission_file_scratch.ipynb", left],
        ["Dan D_3", state],
        ["Eve E_4", state],
      ]);
    for (const student of ["Ada L_1", "Bob B_2", "curie_1042", "Dan D_3"])
      assert.equal(
        readFileSync(join(folder, "course/submitted", student, "ps1/ps1.ipynb"), "utf8"),
        '"named"',
      );
  });

  it("refuses a name that is too long for a file, and goes on", async () => {
    const source = join(folder, "class.zip");
    const content = (name: string) => zip({ name: `ps1/${name}.ipynb`, content: "{}" });
    writeFileSync(
      source,
      zip(
        { name: "Ada L_1_assignsubmission_file/a.zip", content: content("x".repeat(250)) },
        { name: "Bob B_2_assignsubmission_file/b.zip", content: content("数".repeat(90)) },
        { name: "Cy C_3_assignsubmission_file/ps1.ipynb", content: "{}" },
      ),
    );
    const [ada, bob, cy] = await run(source);
    assert.match(ada.join(), /^Ada L_1.*a\.zip.*Cannot use "xxx.*plain file name of at most 200 bytes$/);
    assert.match(bob.join(), /^Bob B_2.*b\.zip.*Cannot use "数/);
    assert.deepEqual(cy, ["Cy C_3", "new"]);
    const odd = collect(source, { assignment: "../ps1", course: folder });
    await assert.rejects(odd.next(), /Cannot use "\.\.\/ps1" as a name/);
  });

  it("takes a folder, follows no link, and says what it leaves", async () => {
    const source = join(folder, "in");
    mkdirSync(join(source, "ada", "ps1"), { recursive: true });
    writeFileSync(join(source, "ada", "ps1", "part-two.ipynb"), "{}");
    writeFileSync(join(source, "notes.pdf"), "x");
    symlinkSync("/etc/passwd", join(source, "eve.ipynb"));
    assert.deepEqual(await run(source), [
      ["ada", "new"],
      ["eve.ipynb", "it is a link"],
      ["notes.pdf", "it is no notebook"],
    ]);
    assert.ok(existsSync(join(folder, "course/submitted/ada/ps1/part-two.ipynb")));
  });
});
