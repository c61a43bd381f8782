import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findSubmissions } from "../../grader/course/submissions.ts";
import { type FolderStep, gradeFolder } from "../../grader/grade-folder.ts";
import { assignmentVersion, type GradeQueue } from "../../grader/grade-work.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const grade = {
  ...{ lesson: "02-forward-noising", student: "ada", score: 3, points: 5 },
  ...{ exercises: [], failures: [] },
};

describe("gradeFolder()", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
    for (const name of ["in", "graded/grades"]) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, "in", "ada.ipynb"), "{}");
  });
  const outcomePath = () => join(folder, "graded", "grades", "ada.json");
  /** Grades what was graded before: nothing has to run. */
  const again = async (lesson: string) => {
    const { submissions } = await findSubmissions(join(folder, "in"), lesson);
    const kept = { student: "ada", sha256: submissions[0]!.sha256, version: assignmentVersion({ lesson }) };
    writeFileSync(outcomePath(), JSON.stringify({ ...kept, grade }));
    const steps: FolderStep[] = [];
    const out = join(folder, "graded");
    for await (const step of gradeFolder(join(folder, "in"), { lesson, out, unsafe: true })) steps.push(step);
    return steps;
  };

  it("goes on in a folder with grades of the same lesson", async () => {
    const [step] = await again("02-forward-noising");
    assert.deepEqual([step!.student, step!.kept], ["ada", true]);
  });

  it("takes a corrected time of handing in, and grades nothing again for it", async () => {
    const place = join(folder, "in", "ada", "02-forward-noising");
    mkdirSync(place, { recursive: true });
    renameSync(join(folder, "in", "ada.ipynb"), join(place, "02-forward-noising.ipynb"));
    writeFileSync(join(place, "timestamp.txt"), "2026-11-27 10:00:00 UTC");
    const due = { due: "2026-11-26T23:59Z", percentPerDay: 50 };
    writeFileSync(join(folder, "graded", "late.json"), JSON.stringify(due));
    const [step] = await again("02-forward-noising");
    assert.equal(step!.kept, true);
    assert.equal(JSON.parse(readFileSync(outcomePath(), "utf8")).timestamp, "2026-11-27T10:00:00.000Z");
    assert.match(readFileSync(join(folder, "graded", "grades.csv"), "utf8"), /,ada,,,,3,1\.5,1\.5,5/);
  });

  it("keeps when a submission came, not when a queue first knew its bytes", async () => {
    const queue: GradeQueue = {
      async *run(jobs) {
        for (const { key, data } of jobs)
          yield {
            key,
            result: {
              outcome: {
                student: data.student,
                sha256: data.sha256,
                timestamp: "2020-01-01T00:00:00.000Z",
                problem: "It is empty.",
              },
            },
          };
      },
      close: async () => {},
    };
    const out = join(folder, "graded");
    for await (const { outcome } of gradeFolder(join(folder, "in"), {
      lesson: "02-forward-noising",
      out,
      queue,
    }))
      assert.equal(outcome!.timestamp, undefined);
  });

  it("refuses a folder with grades of another lesson, and leaves it as it is", async () => {
    await assert.rejects(
      again("03-schedules"),
      /^Error: Cannot grade 03-schedules into .*graded: it holds grades of 02-forward-noising; give --out another folder$/,
    );
    assert.deepEqual(readdirSync(join(folder, "graded"), { recursive: true }), ["grades", "grades/ada.json"]);
  });
});
