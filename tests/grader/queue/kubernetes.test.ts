import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { jobKey } from "../../../grader/queue/key.ts";
import { kubernetesQueue } from "../../../grader/queue/kubernetes/kubernetes-queue.ts";
import { inputManifest, jobManifest, nameOf } from "../../../grader/queue/kubernetes/manifests.ts";
import type { Queue, QueueStep } from "../../../grader/queue/queue.ts";
import { type FakeCluster, startCluster } from "./cluster/api-server.ts";
import type { Stored } from "./cluster/store.ts";

const program = fileURLToPath(new URL("./square-job.js", import.meta.url));

const programs = {
  square: [process.execPath, program],
  // Ends when it is killed, and not before.
  "square-slowly": ["/bin/sh", "-c", `sleep 30; exec "${process.execPath}" "${program}" "$0"`],
};

const keyOf = (number: number) => jobKey("square", `${number}`);

const jobsOf = (numbers: number[]) => numbers.map((data) => ({ key: keyOf(data), data }));

type Squares = Queue<number, { plus: number }, number>;

type Steps = QueueStep<number>[];

const results = (steps: Steps) =>
  steps.flatMap((step) => ("result" in step ? [step.result] : [])).sort((a, b) => a - b);

const problems = (steps: Steps) => steps.flatMap((step) => ("problem" in step ? [step.problem] : []));

describe("kubernetesQueue()", function () {
  this.timeout(60_000);
  let fake: FakeCluster;
  beforeEach(async () => {
    fake = await startCluster({ programs, room: 3 });
  });
  afterEach(() => fake.stop());

  const open = (command = "square", more = {}): Squares =>
    kubernetesQueue(fake.cluster, {
      image: "registry.example/noisebook:1",
      command: [command, "/job/job.json.gz"],
      ...more,
    });
  /** Runs jobs; `meddle` sees each step. */
  async function all(
    queue: Squares,
    numbers: number[],
    meddle: (step: Steps[number], at: number) => void = () => {},
  ) {
    const steps: Steps = [];
    for await (const step of queue.run(jobsOf(numbers), { shared: { plus: 1 } })) {
      steps.push(step);
      meddle(step, steps.length);
    }
    return steps;
  }
  const podsOf = (number: number) =>
    fake.store.list("pods").filter(({ metadata }) => metadata.name.startsWith(nameOf(keyOf(number))));
  /** Does something to the pod of a number as soon as it runs. */
  const whenRunning = (number: number, act: (pod: string) => void) => {
    let isDone = false;
    return (step: Steps[number]) => {
      if (isDone || step.key !== keyOf(number) || !("what" in step) || !step.what.startsWith("a pod has it"))
        return;
      isDone = true;
      act(podsOf(number).at(-1)!["metadata"].name);
    };
  };

  it("has each job done once by a pod that really runs; who asks again gets the same without new pods", async () => {
    const steps = await all(open(), [1, 2, 3, 4, 5, 3]);
    assert.deepEqual(results(steps), [2, 5, 10, 17, 26]);
    assert.ok(steps.some((step) => "what" in step && step.what.startsWith("a pod has it")));
    assert.deepEqual(results(await all(open(), [1, 2, 3, 6])), [2, 5, 10, 37]);
    assert.equal(fake.store.list("pods").length, 6);
  });

  it("says why a job could not be done, after trying three times, and tries anew when asked anew", async () => {
    const steps = await all(open(), [-1, 2]);
    assert.deepEqual([results(steps), problems(steps)], [[5], ["-1 is negative"]]);
    assert.equal(podsOf(-1).length, 3);
    const [before] = fake.store.list("jobs").map(({ metadata }) => metadata.uid);
    assert.deepEqual(problems(await all(open(), [-1])), ["-1 is negative"]);
    assert.ok(!fake.store.list("jobs").some(({ metadata }) => metadata.uid === before));
  });

  it("does again what was evicted or lost its node, without counting it", async () => {
    for (const number of [1, 2]) {
      let left = 4;
      const meddle = (step: Steps[number]) => {
        if (!("what" in step) || !step.what.startsWith("a pod has it") || left-- <= 0) return;
        const pod = podsOf(number).at(-1)!["metadata"].name;
        if (number === 1) fake.nodes.evict(pod);
        else fake.nodes.lose(pod);
        fake.breakWatches(); // The same news again, from the list.
      };
      assert.deepEqual(results(await all(open(), [number], meddle)), [number * number + 1]);
    }
    assert.equal(fake.store.list("jobs").filter(({ status }) => status.failed > 0).length, 0);
  });

  it("tells of one that runs out of memory each time", async () => {
    const kill = () => fake.nodes.outOfMemory(podsOf(7).at(-1)!["metadata"].name);
    const steps = await all(open("square-slowly"), [7], (step) => {
      if ("what" in step && step.what.startsWith("a pod has it")) kill();
    });
    assert.deepEqual(problems(steps), ["its pod used more memory than it may, each time"]);
    assert.ok(steps.some((step) => "what" in step && step.what === "a pod has it (attempt 3)"));
  });

  it("tells of one whose Job somebody deleted, and of one that the cluster cannot hold", async () => {
    const deleted = () => {
      const job = fake.store.delete("jobs", nameOf(keyOf(8)));
      fake.nodes.clear(job);
    };
    const steps = await all(open("square-slowly"), [8], whenRunning(8, deleted));
    assert.deepEqual(problems(steps), ["its Job was deleted from the cluster"]);
    const noise = Array.from({ length: 300_000 }, (_, at) => Math.sin(at));
    const large = kubernetesQueue<number[], object, number>(fake.cluster, {
      image: "i",
      command: ["square"],
    });
    for await (const step of large.run([{ key: "large", data: noise }], { shared: {} }))
      assert.match("problem" in step ? step.problem : "", /a ConfigMap holds 1044480/);
    assert.ok(!fake.store.has("jobs", nameOf("large")));
  });

  it("lives through a new token, a busy server, broken connections and a list that is too old", async () => {
    let times = 0;
    const steps = await all(open(), [1, 2, 3, 4, 5, 6], () => {
      times++;
      if (times % 4 === 1) fake.replaceToken();
      if (times % 4 === 2)
        fake.refuse = Object.assign(fake.refuse, { status: times % 8 === 2 ? 429 : 0, times: 2 });
      if (times % 4 === 3) fake.store.compact();
      if (times % 2 === 1) fake.breakWatches();
    });
    assert.deepEqual(results(steps), [2, 5, 10, 17, 26, 37]);
    assert.equal(fake.store.list("pods").length, 6, "none was done twice");
  });

  it("leaves the jobs in the cluster when the waiting is stopped, and fetches their results later", async () => {
    const stop = new AbortController();
    for await (const step of open().run(jobsOf([1, 2, 3, 4]), { shared: { plus: 1 }, signal: stop.signal }))
      if ("what" in step && step.what.startsWith("a pod has it")) stop.abort();
    assert.deepEqual(results(await all(open(), [1, 2, 3, 4])), [2, 5, 10, 17]);
    assert.equal(fake.store.list("pods").length, 4);
  });

  it("makes anew what was left half made or whose log is gone", async () => {
    assert.deepEqual(results(await all(open(), [1])), [2]);
    fake.store.delete("pods", podsOf(1)[0]!["metadata"].name);
    assert.deepEqual(results(await all(open(), [1])), [2]);
    // Who died between the Job and what its pod reads.
    const job = fake.store.create(
      "jobs",
      jobManifest(keyOf(2), { image: "i", command: ["square", "/job/job.json.gz"] }) as Stored,
    );
    fake.nodes.start(job);
    assert.deepEqual(results(await all(open(), [2])), [5]);
    // What is left of a Job that is gone goes too, and takes nothing of the new one with it.
    const old = { name: nameOf(keyOf(3)), uid: "old", resourceVersion: "1" };
    const input = { data: 3, shared: { plus: 1 } };
    fake.store.create("configmaps", inputManifest(keyOf(3), { job: old, input }) as Stored);
    assert.deepEqual(results(await all(open(), [3])), [10]);
    const { metadata } = fake.store.get("configmaps", nameOf(keyOf(3)));
    assert.equal(metadata.ownerReferences[0].uid, fake.store.get("jobs", nameOf(keyOf(3)))["metadata"].uid);
  });

  it("says what the cluster does not allow", async () => {
    const queue = kubernetesQueue<number, object, number>(
      { ...fake.cluster, token: () => "forged" },
      { image: "i", command: [] },
    );
    await assert.rejects(
      async () => {
        for await (const _ of queue.run(jobsOf([1]), { shared: {} }));
      },
      { message: "Cannot POST /apis/batch/v1/namespaces/course/jobs: the cluster answers 401: Unauthorized" },
    );
  });
});
