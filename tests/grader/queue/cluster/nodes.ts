/** The machines of a fake cluster: a Job gets pods until one succeeds, and a pod's command really runs, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type ControlGroup, makeControlGroup } from "../../../../grader/jail/control-group.ts";
import { lessonLimits } from "../../../../grader/jail/limits.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import type { Store, Stored } from "./store.ts";

export interface NodesOptions {
  /** What the image holds: for a command's first word the program and its first arguments. */
  programs: Record<string, string[]>;
  /** Environment of the image. */
  environment?: Record<string, string>;
  /** How many pods run at one time. */
  room?: number;
  /** Bounds each pod's memory and processor as its limits say, for which the test must be root. */
  limited?: boolean;
}

export interface Nodes {
  /** Runs a Job that was created. */
  start(job: Stored): void;
  /** Ends the pods of a Job that was deleted. */
  clear(job: Stored): void;
  log(pod: string): string | undefined;
  /** Ends a pod as a node under pressure does. */
  evict(pod: string): void;
  /** Ends a pod as the kernel does when memory runs out. */
  outOfMemory(pod: string): void;
  /** Takes a pod and its log away, as when its node is gone. */
  lose(pod: string): void;
  stop(): Promise<void>;
}

interface Running {
  child?: ChildProcess;
  log: string;
  fate?: "evicted" | "out of memory" | "cleared";
}

/** What a pod of ours is: not root, and never to be it. */
const unprivileged = ["setpriv", "--reuid", "10001", "--regid", "10001", "--clear-groups", "--no-new-privs"];

export function createNodes(store: Store, options: NodesOptions): Nodes {
  const running = new Map<string, Running>();
  const all = new Set<Promise<void>>();
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  let [room, isStopped] = [options.room ?? 2, false];
  const end = (name: string, fate: NonNullable<Running["fate"]>) => {
    const pod = running.get(name);
    if (!pod || pod.fate) return;
    pod.fate = fate;
    if (pod.child?.pid) process.kill(-pod.child.pid, "SIGKILL");
  };

  async function runJob(job: Stored): Promise<void> {
    const { name, uid } = job["metadata"];
    const isThere = () => !isStopped && store.has("jobs", name) && store.get("jobs", name) === job;
    const status: Stored = { active: 1, ready: 0, failed: 0 };
    job["status"] = status;
    for (let attempt = 0; isThere(); attempt++) {
      Object.assign(status, { active: 1, ready: 0 });
      store.update("jobs", job);
      const pod = store.create("pods", {
        metadata: { name: `${name}-${attempt}`, labels: { "batch.kubernetes.io/controller-uid": uid } },
        spec: job["spec"].template.spec,
        status: { phase: "Pending" },
      });
      const how = await runPod(pod, job);
      Object.assign(status, { active: 0, ready: 0 });
      if (!isThere()) return;
      if (how === "Succeeded") return finish(job, "Complete", {});
      // The policy that the Job has: a disruption does not count.
      if (how === "Failed") status["failed"]++;
      if (status["failed"] > job["spec"].backoffLimit)
        return finish(job, "Failed", {
          reason: "BackoffLimitExceeded",
          message: "Job has reached the specified backoff limit",
        });
    }
  }

  function finish(job: Stored, type: "Complete" | "Failed", why: object): void {
    const before = type === "Complete" ? "SuccessCriteriaMet" : "FailureTarget";
    job["status"].conditions = [{ type: before, status: "True", ...why }];
    store.update("jobs", job);
    job["status"].conditions.push({ type, status: "True", ...why });
    store.update("jobs", job);
  }

  async function runPod(pod: Stored, job: Stored): Promise<"Succeeded" | "Failed" | "Disrupted"> {
    const { name } = pod["metadata"];
    const state: Running = { log: "" };
    running.set(name, state);
    while (room === 0 && !state.fate) await setTimeout(10);
    room--;
    let status: number | null = null;
    try {
      // A volume whose ConfigMap is not there keeps the pod waiting.
      const map = pod["spec"].volumes.find((volume: Stored) => volume["configMap"]).configMap.name;
      while (!store.has("configmaps", map) && !state.fate) await setTimeout(10);
      if (!state.fate)
        status = await runContainer(pod, { state, job, files: store.get("configmaps", map)["binaryData"] });
    } finally {
      room++;
    }
    const isDisrupted = state.fate === "evicted" || !store.has("pods", name);
    const phase = status === 0 ? "Succeeded" : "Failed";
    const reason = state.fate === "out of memory" ? "OOMKilled" : status === 0 ? "Completed" : "Error";
    const terminated = { exitCode: status ?? 137, reason, message: state.log.slice(-2048) };
    Object.assign(pod["status"], { phase, containerStatuses: [{ state: { terminated } }] });
    if (state.fate === "evicted")
      Object.assign(pod["status"], {
        reason: "Evicted",
        conditions: [{ type: "DisruptionTarget", status: "True" }],
      });
    store.update("pods", pod);
    return isDisrupted ? "Disrupted" : phase;
  }

  async function runContainer(
    pod: Stored,
    { state, job, files }: { state: Running; job: Stored; files: Record<string, string> },
  ): Promise<number | null> {
    const [container] = pod["spec"].containers;
    const home = join(folder, pod["metadata"].uid);
    mkdirSync(join(home, "job"), { recursive: true });
    mkdirSync(join(home, "tmp"));
    chmodSync(join(home, "tmp"), 0o777);
    for (const [name, data] of Object.entries(files))
      writeFileSync(join(home, "job", name), Buffer.from(data, "base64"));
    const inside = (text: string) => text.replace(/^\/(job|tmp)\b/, `${home}/$1`);
    const [word, ...rest] = container.command as string[];
    const [program, ...first] = options.programs[word!] ?? [];
    if (!program) throw new Error(`the image has no ${word}`);
    const env = Object.fromEntries(container.env.map(({ name, value }: Stored) => [name, inside(value)]));
    const group = options.limited ? groupOf(container.resources.limits) : undefined;
    const enter = 'for file in $GROUP; do echo $$ > "$file" || exit 125; done; unset GROUP; exec "$@"';
    const asUser = options.limited ? unprivileged : [];
    const child = spawn("/bin/sh", ["-c", enter, "sh", ...asUser, program, ...first, ...rest.map(inside)], {
      env: { PATH: process.env.PATH, ...options.environment, ...env, GROUP: group?.procs.join(" ") ?? "" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    state.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        state.log += text;
      });
    pod["status"].phase = "Running";
    store.update("pods", pod);
    job["status"].ready = 1;
    store.update("jobs", job);
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    delete state.child;
    group?.kill();
    await group?.remove();
    return status;
  }

  return {
    start(job) {
      const run = runJob(job);
      all.add(run);
      void run.finally(() => all.delete(run));
    },
    clear(job) {
      for (const pod of store.list("pods"))
        if (pod["metadata"].labels["batch.kubernetes.io/controller-uid"] === job["metadata"].uid) {
          end(pod["metadata"].name, "cleared");
          store.delete("pods", pod["metadata"].name);
        }
    },
    log: (pod) => running.get(pod)?.log,
    evict: (pod) => end(pod, "evicted"),
    outOfMemory: (pod) => end(pod, "out of memory"),
    lose(pod) {
      end(pod, "cleared");
      store.delete("pods", pod);
    },
    async stop() {
      isStopped = true;
      for (const name of running.keys()) end(name, "cleared");
      await Promise.allSettled(all);
    },
  };
}

function groupOf({ memory, cpu }: { memory: string; cpu: string }): ControlGroup {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(memory)!;
  const bytes = Number(amount) * (unit === "Gi" ? 2 ** 30 : 2 ** 20);
  return makeControlGroup({ ...lessonLimits, memory: bytes, cores: Number(cpu), processes: 2000 });
}
