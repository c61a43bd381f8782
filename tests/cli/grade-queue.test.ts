import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openQueue } from "../../cli/grade-queue.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe("openQueue()", () => {
  const proxy = { queue: "kubernetes+http://127.0.0.1:8001/course" };

  it("opens none where this process grades, and one on a cluster with an image", async () => {
    assert.equal(await openQueue({}), undefined);
    const queue = await openQueue({ ...proxy, image: "registry.example/noisebook:1" });
    assert.equal(typeof queue!.run, "function");
  });

  it("says what is missing or out of place", async () => {
    await assert.rejects(openQueue(proxy), /--image is missing/);
    await assert.rejects(
      openQueue({ queue: "redis://127.0.0.1:1", image: "i" }),
      /give --queue kubernetes too/,
    );
    await assert.rejects(openQueue({ queue: "amqp://127.0.0.1" }), /must be like redis:/);
  });

  it("reads more of the pods' specification, and refuses what is none", async () => {
    const folder = temporaryFolder();
    const pod = join(folder, "pod.json");
    writeFileSync(pod, '{"nodeSelector": {"pool": "grading"}}');
    assert.ok(await openQueue({ ...proxy, image: "i", pod }));
    for (const text of ["[]", "{"]) {
      writeFileSync(pod, text);
      await assert.rejects(openQueue({ ...proxy, image: "i", pod }), /Cannot (read|use) --pod/);
    }
  });
});
