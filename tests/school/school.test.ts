/** The files that a school uses fit each other, the package and the guide. None of them is run here; tests/long/hub.test.ts runs the hub. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { command as worker } from "../../cli/grade-worker.ts";
import { command as install } from "../../cli/install.ts";
import { packages } from "../../cli/jupyter/environment.ts";
import { jobManifest } from "../../grader/queue/kubernetes/manifests.ts";
import { root } from "../root.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const { name, version, engines } = JSON.parse(read("package.json"));
const guide = read("docs/school.md");
const dockerfile = read("school/Dockerfile");
const requirements = read("school/requirements.txt").trim().split("\n");
const values = parse(read("school/values.yaml"));
// biome-ignore lint/suspicious/noExplicitAny: whatever is written in it
const grading: any[] = parseAllDocuments(read("school/grading.yaml")).map((document) => document.toJS());
const image = `${values.singleuser.image.name}:${values.singleuser.image.tag}`;
const object = (kind: string, named: string) =>
  grading.find((each) => each.kind === kind && each.metadata.name === named);

describe("the image of a school", () => {
  const instructions = dockerfile
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => /^(\w+) (.*)$/.exec(line)!)
    .map(([, word, rest]) => ({ word, rest: rest! }));
  const rests = (word: string) =>
    instructions.filter((each) => each.word === word).map(({ rest }) => rest.trim());

  it("copies only what is there, and what npm pack makes", () => {
    const copied = rests("COPY").map((rest) => rest.split(" ")[0]!);
    assert.ok(copied.length >= 3);
    for (const path of copied)
      assert.ok(path === `${name}-${version}.tgz` || existsSync(join(root, path)), `${path} is not there`);
  });

  it("has a Node that the package runs on", () => {
    const [, major] = /^node:(\d+)-bookworm-slim$/.exec(rests("FROM")[0]!)!;
    assert.equal(Number(major), Number(/^>=(\d+)\./.exec(engines.node)![1]));
  });

  it("gives noisebook only words that it knows", () => {
    const used = rests("RUN").flatMap((rest) => [...rest.matchAll(/noisebook (\S+) --(\S+)/g)]);
    assert.deepEqual(
      used.map(([, command]) => command),
      ["install", "grade-worker"],
    );
    const options = { install: install.options, "grade-worker": worker.options };
    for (const [, command, option] of used)
      assert.ok(option! in options[command as keyof typeof options]!, `${command} --${option}`);
  });

  it("holds the course where the server looks for it, and the settings", () => {
    const home = "/usr/local/lib/node_modules/noisebook/";
    const environment = rests("ENV").join(" ");
    for (const [variable, path] of [
      ["NOISEBOOK_COURSE", "notebooks"],
      ["JUPYTER_CONFIG_PATH", "cli/jupyter-config"],
    ] as const) {
      assert.ok(environment.includes(`${variable}=${home}${path}`), variable);
      assert.ok(JSON.parse(read("package.json")).files.includes(path), `${path} is not in the package`);
    }
  });

  it("has the name and version that the hub and the graders ask for", () => {
    assert.equal(image, `registry.example/${name}:${version}`);
    assert.equal(object("Deployment", "grade-worker").spec.template.spec.containers[0].image, image);
    for (const text of [dockerfile, guide]) assert.ok(text.includes(`--tag ${image}`));
  });
});

describe("the hub of a school", () => {
  it("has the JupyterLab that this release is tested with, every package pinned", () => {
    for (const line of requirements) assert.match(line, /^[\w-]+==[\d.]+$/);
    for (const each of packages.filter((pinned) => !pinned.startsWith("nbclient")))
      assert.ok(requirements.includes(each), `requirements.txt lacks ${each}`);
  });

  it("is of the chart's version, as the guide says", () => {
    const [, chart, hub] = /version ([\d.]+) of the chart, whose JupyterHub is ([\d.]+\d)/.exec(guide)!;
    assert.ok(requirements.includes(`jupyterhub==${hub}`));
    assert.ok(guide.includes(`--version ${chart} `));
    assert.ok(read("school/values.yaml").includes(`version ${chart}.`));
  });

  it("has settings that the guide explains", () => {
    const settings = new Set(read("school/jupyterhub_config.py").match(/NOISEBOOK_HUB_[A-Z]+/g));
    assert.equal(settings.size, 3);
    for (const setting of settings) assert.ok(guide.includes(`\`${setting}\``), setting);
  });

  it("starts servers by the same script on one machine and in the image", () => {
    assert.match(dockerfile, /^COPY school\/start-server\.sh \/usr\/local\/bin\/start-server$/m);
    assert.deepEqual(values.singleuser.cmd, ["start-server"]);
    assert.ok(read("school/jupyterhub_config.py").includes('project / "school" / "start-server.sh"'));
  });

  it("opens the same page in both", () => {
    const page = /^c\.Spawner\.default_url = "(.*)"$/m.exec(read("school/jupyterhub_config.py"))![1]!;
    assert.equal(values.singleuser.defaultUrl, page);
    assert.ok(existsSync(join(root, "notebooks", page.replace("/lab/tree/", ""))));
  });

  it("lets a cell that takes too much memory end before its pod does", () => {
    const { memory, extraEnv } = values.singleuser;
    assert.ok(mebibytes(memory.guarantee) <= mebibytes(memory.limit));
    assert.ok(Number(extraEnv.NOISEBOOK_HEAP_MB) < mebibytes(memory.limit));
  });

  it("uses only words that the chart documents", () => {
    const unknown = paths(values).filter((path) => !charted.some((known) => path.startsWith(known)));
    assert.deepEqual(unknown, []);
    assert.equal(paths({ singleuser: { memory: { guarante: 1 } } })[0], "singleuser.memory.guarante");
  });
});

describe("the graders of a school", () => {
  const pod = object("Deployment", "grade-worker").spec.template.spec;
  const container = pod.containers[0];
  // biome-ignore lint/suspicious/noExplicitAny: a manifest
  const job = (jobManifest("key", { image, command: [] }) as any).spec.template.spec;

  it("run as bounded as the Jobs of a cluster", () => {
    for (const key of ["securityContext", "hostUsers", "automountServiceAccountToken", "enableServiceLinks"])
      assert.deepEqual(pod[key], job[key], key);
    assert.deepEqual(container.securityContext, job.containers[0].securityContext);
    assert.equal(container.resources.limits.memory, job.containers[0].resources.limits.memory);
    assert.deepEqual(container.resources.limits.memory, container.resources.requests.memory);
    for (const variable of job.containers[0].env)
      assert.ok(
        container.env.some(
          (each: { name: string; value: string }) =>
            each.name === variable.name && each.value === variable.value,
        ),
        variable.name,
      );
    const scratch = ({ volumes }: { volumes: { name: string }[] }) =>
      volumes.find((volume) => volume.name === "tmp");
    assert.deepEqual(scratch(pod), scratch(job));
  });

  it("ask the Redis beside them, with words that grade-worker knows", () => {
    const [program, command, option, url] = container.args;
    assert.deepEqual([program, command, option], ["noisebook", "grade-worker", "--queue"]);
    assert.ok("queue" in worker.options!);
    const { hostname, port } = new URL(url);
    const service = object("Service", hostname);
    assert.equal(service.spec.ports[0].port, Number(port));
    assert.deepEqual(service.spec.selector, object("Deployment", "redis").spec.template.metadata.labels);
  });

  it("know the same password, from a secret that the guide makes", () => {
    for (const named of ["redis", "grade-worker"]) {
      const { env } = object("Deployment", named).spec.template.spec.containers[0];
      const { secretKeyRef } = env.find(
        (each: { name: string }) => each.name === "NOISEBOOK_REDIS_PASSWORD",
      ).valueFrom;
      assert.ok(
        guide.includes(`create secret generic ${secretKeyRef.name} --from-literal=${secretKeyRef.key}=`),
      );
    }
  });

  it("are apart from the students", () => {
    for (const each of grading)
      if (each.kind !== "Namespace") assert.equal(each.metadata.namespace, "grading");
    const { spec } = object("NetworkPolicy", "only-each-other");
    assert.deepEqual([spec.podSelector, spec.policyTypes], [{}, ["Ingress", "Egress"]]);
    assert.deepEqual(spec.ingress, [{ from: [{ podSelector: {} }] }]);
    assert.ok(guide.includes("--namespace hub"));
  });
});

/** What of the chart's reference is used: https://z2jh.jupyter.org/en/stable/resources/reference.html */
const charted = [
  ...["hub.config.", "hub.resources.", "proxy.https.", "proxy.chp.resources."],
  ...["singleuser.image.", "singleuser.cmd", "singleuser.defaultUrl", "singleuser.extraEnv."],
  ...["singleuser.memory.guarantee", "singleuser.memory.limit", "singleuser.cpu.guarantee"],
  ...["singleuser.cpu.limit", "singleuser.storage.capacity", "singleuser.storage.homeMountPath"],
  ...["scheduling.userScheduler.enabled", "scheduling.podPriority.enabled"],
  ...["scheduling.userPlaceholder.enabled", "scheduling.userPlaceholder.replicas"],
  ...["cull.enabled", "cull.timeout"],
];

/** The dotted names of a record's leaves. */
function paths(record: object, before = ""): string[] {
  return Object.entries(record).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? paths(value, `${before}${key}.`)
      : [`${before}${key}`],
  );
}

/** KubeSpawner counts memory in powers of 1024. */
function mebibytes(text: string): number {
  const [, count, unit] = /^(\d+)([MG])$/.exec(text)!;
  return Number(count) * (unit === "G" ? 1024 : 1);
}
