/** `noisebook grade` on a cluster: a fake API server whose pods really run the grader, as the Job says, in the jail. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { writeSubmissions } from "../../cli/bench/grade/submissions.ts";
import { gradeFolder } from "../../grader/grade-folder.ts";
import type { Outcome } from "../../grader/grade-submission.ts";
import { kubernetesQueue } from "../../grader/queue/kubernetes/kubernetes-queue.ts";
import { readySnapshot } from "../../kernel/language/snapshot.ts";
import { type FakeCluster, startCluster } from "../grader/queue/cluster/api-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { skipOrFail } from "./npm-folder.ts";

describe("grading on a cluster", function () {
  this.timeout(300_000);
  let fake: FakeCluster;
  const folder = temporaryFolder();
  before(async function () {
    if (process.getuid?.() !== 0)
      return skipOrFail(
        this,
        "Cannot test the limits of pods: only root makes control groups; run it as root",
      );
    const snapshot = await readySnapshot();
    const main = fileURLToPath(new URL("../../cli/main.js", import.meta.url));
    fake = await startCluster({
      programs: { noisebook: [process.execPath, main] },
      environment: snapshot ? { NOISEBOOK_CACHE: dirname(snapshot) } : { NOISEBOOK_SNAPSHOT: "off" },
      limited: true,
    });
  });
  after(() => fake?.stop());

  it("gives the grades that this machine gives, by pods of which one is evicted, as no root and without the secret", async () => {
    const submissions = join(folder, "submissions");
    writeSubmissions(submissions, 2);
    writeFileSync(join(submissions, "eve.ipynb"), "this is no notebook");
    const options = { lesson: "02-forward-noising" };
    const command = ["noisebook", "grade-worker", "--job", "/job/job.json.gz"];
    const queue = kubernetesQueue(fake.cluster, { image: "registry.example/noisebook:1", command }) as never;
    const [there, here] = ["there", "here"].map((name) => join(folder, name)) as [string, string];
    for (const out of [there, here]) {
      mkdirSync(out);
      writeFileSync(join(out, "secret.txt"), "of the staff\n");
    }
    let evicted = 0;
    for await (const { what } of gradeFolder(submissions, { ...options, out: there, queue }))
      if (what?.startsWith("a pod has it") && evicted === 0) {
        evicted++;
        const running = fake.store.list("pods").find(({ status }) => status.phase === "Running");
        fake.nodes.evict(running!["metadata"].name);
      }
    for await (const _ of gradeFolder(submissions, { ...options, out: here }));
    for (const file of [
      "grades.csv",
      "grades/student-0000.json",
      "grades/student-0001.json",
      "grades/eve.json",
    ])
      assert.equal(readFileSync(join(there, file), "utf8"), readFileSync(join(here, file), "utf8"), file);
    const { grade } = JSON.parse(readFileSync(join(there, "grades/student-0000.json"), "utf8")) as Outcome & {
      grade: { score: number };
    };
    assert.equal(grade.score, 10);
    const handed = fake.store.list("configmaps").map(({ binaryData }) => gunzip(binaryData["job.json.gz"]));
    assert.equal(handed.length, 3);
    assert.ok(handed.every((text) => text.includes('"seed"') && !text.includes("of the staff")));
  });
});

const gunzip = (text: string) => gunzipSync(Buffer.from(text, "base64")).toString("utf8");
