import assert from "node:assert/strict";
import { readCluster } from "../../../grader/queue/kubernetes/cluster.ts";
import { jobManifest } from "../../../grader/queue/kubernetes/manifests.ts";
import { readResult, resultLine } from "../../../grader/queue/kubernetes/result-line.ts";
import type { Stored } from "./cluster/store.ts";

describe("jobManifest()", () => {
  it("gives the pod nothing that it does not need, and bounds what it has", () => {
    const { spec } = jobManifest("abc", {
      ...{ image: "i", command: ["c"], memory: "3Gi", cores: "1", seconds: 60 },
      more: { nodeSelector: { pool: "grading" }, containers: [] },
    }) as Stored;
    const pod = spec.template.spec;
    const [container] = pod.containers;
    assert.deepEqual(
      [
        pod.automountServiceAccountToken,
        pod.hostUsers,
        pod.restartPolicy,
        pod.activeDeadlineSeconds,
        pod.nodeSelector.pool,
      ],
      [false, false, "Never", 60, "grading"],
    );
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.deepEqual(container.resources.limits, { memory: "3Gi", cpu: "1" });
    const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = container.securityContext;
    assert.deepEqual(
      [allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities],
      [false, true, { drop: ["ALL"] }],
    );
    assert.deepEqual([spec.backoffLimit, spec.podFailurePolicy.rules[0].action], [2, "Ignore"]);
  });
});

describe("readCluster()", () => {
  it("reads the address of kubectl proxy, and refuses what is none", () => {
    assert.deepEqual(readCluster("kubernetes+http://127.0.0.1:8001/course"), {
      url: "http://127.0.0.1:8001",
      namespace: "course",
    });
    for (const wrong of ["kubernetes+http://127.0.0.1:8001", "kubernetes+ftp://a/b", "kubernetes:8001"])
      assert.throws(() => readCluster(wrong), /with kubectl proxy running/);
    assert.throws(() => readCluster("kubernetes", { environment: {} }), /this is no pod/);
  });
});

describe("resultLine()", () => {
  it("is found in a log among other lines, and not when it is cut off", () => {
    const line = resultLine({ score: 3 });
    assert.deepEqual(readResult(`cell 1\n${line}\nbye\n`), { result: { score: 3 } });
    assert.equal(readResult(`${line.slice(0, -4)}\n`), undefined);
    assert.equal(readResult(""), undefined);
  });
});
