/** A Kubernetes API server for tests: the few paths that a queue asks for, answered as a real one answers them, over TLS. */
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { type Cluster, readCluster } from "../../../../grader/queue/kubernetes/cluster.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { selfSigned } from "./certificate.ts";
import { createNodes, type Nodes, type NodesOptions } from "./nodes.ts";
import { createStore, type Kind, Refusal, type Store, type Stored } from "./store.ts";

/** What the role in the documentation allows. */
const allowed: Record<Kind, string[]> = {
  jobs: ["create", "get", "list", "watch", "delete"],
  configmaps: ["create", "get", "delete"],
  pods: ["list"],
};

export interface FakeCluster {
  /** As a pod of the cluster reads it. */
  cluster: Cluster;
  store: Store;
  nodes: Nodes;
  /** Replaces the service account's token, as a cluster does every hour. */
  replaceToken(): void;
  /** Breaks the connection of all who watch. */
  breakWatches(): void;
  /** The next requests are answered so. */
  refuse: { status: number; times: number };
  stop(): Promise<void>;
}

export async function startCluster(options: NodesOptions): Promise<FakeCluster> {
  const store = createStore();
  const nodes = createNodes(store, options);
  const account = temporaryFolder();
  const { key, certificate } = await selfSigned();
  // The one before is still taken for a while.
  const tokens: string[] = [];
  const replaceToken = () => {
    tokens.unshift(randomUUID());
    tokens.splice(2);
    writeFileSync(join(account, "token"), `${tokens[0]}\n`);
  };
  replaceToken();
  writeFileSync(join(account, "namespace"), "course");
  writeFileSync(join(account, "ca.crt"), certificate);
  const refuse = { status: 0, times: 0 };
  const watching = new Set<ServerResponse>();
  const server = createServer({ key, cert: certificate }, (request, response) => {
    void answer(request, response).catch((error: Error) => {
      const { code, reason } = error instanceof Refusal ? error : { code: 500, reason: "InternalError" };
      response.writeHead(code, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ kind: "Status", status: "Failure", code, reason, message: error.message }),
      );
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    if (refuse.times > 0) {
      refuse.times--;
      if (refuse.status === 0) return void request.socket.destroy();
      throw new Refusal(refuse.status, "TooManyRequests", "the server is busy");
    }
    if (!tokens.some((token) => request.headers.authorization === `Bearer ${token}`))
      throw new Refusal(401, "Unauthorized", "Unauthorized");
    const url = new URL(request.url!, "https://cluster");
    const [, kind, name, part] =
      /^\/(?:apis\/batch\/v1|api\/v1)\/namespaces\/course\/(jobs|pods|configmaps)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
        url.pathname,
      ) ?? [];
    if (!kind) throw new Refusal(404, "NotFound", "the server could not find the requested resource");
    const isWatch = url.searchParams.get("watch") === "1";
    const verb = verbOf(request.method!, { name, isWatch });
    const isLog = kind === "pods" && part === "log" && verb === "get";
    if (!isLog && !allowed[kind as Kind].includes(verb))
      throw new Refusal(403, "Forbidden", `cannot ${verb} resource "${kind}" in the namespace "course"`);
    if (isWatch) return watch(response, kind as Kind, url.searchParams);
    if (isLog) return void response.end(logOf(name!));
    const object = asked(verb, kind as Kind, { name: name!, body, query: url.searchParams });
    response.writeHead(verb === "create" ? 201 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(object));
  }

  function asked(
    verb: string,
    kind: Kind,
    { name, body, query }: { name: string; body: string; query: URLSearchParams },
  ): Stored {
    if (verb === "get") return store.get(kind, name);
    if (verb === "list")
      return {
        kind: "List",
        metadata: { resourceVersion: String(store.version()) },
        items: store.list(kind).filter(selected(query)),
      };
    if (verb === "create") {
      const object = store.create(kind, valid(kind, JSON.parse(body)));
      if (kind === "jobs") nodes.start(object);
      return object;
    }
    const gone = store.delete(kind, name);
    if (kind === "jobs") collect(gone);
    return gone;
  }

  /** What belonged to a Job goes a little later than it. */
  function collect(job: Stored): void {
    nodes.clear(job);
    setTimeout(() => {
      for (const map of store.list("configmaps"))
        if (map["metadata"].ownerReferences?.some(({ uid }: Stored) => uid === job["metadata"].uid))
          store.delete("configmaps", map["metadata"].name);
    }, 300);
  }

  function logOf(pod: string): string {
    store.get("pods", pod);
    const log = nodes.log(pod);
    if (log === undefined)
      throw new Refusal(
        400,
        "BadRequest",
        `container "work" in pod "${pod}" is waiting to start: ContainerCreating`,
      );
    return log;
  }

  function watch(response: ServerResponse, kind: Kind, query: URLSearchParams): void {
    const isWanted = selected(query);
    const send = (event: object) => response.write(`${JSON.stringify(event)}\n`);
    response.writeHead(200, { "content-type": "application/json" });
    const missed = store.since(kind, Number(query.get("resourceVersion")));
    if (!missed) {
      const status = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" };
      send({ type: "ERROR", object: status });
      return void response.end();
    }
    for (const event of missed) if (isWanted(event.object)) send(event);
    send({ type: "BOOKMARK", object: { metadata: { resourceVersion: String(store.version()) } } });
    const listener = (changed: Kind, event: { object: Stored }) => {
      if (changed === kind && isWanted(event.object)) send(event);
    };
    store.listeners.add(listener);
    watching.add(response);
    response.on("close", () => {
      store.listeners.delete(listener);
      watching.delete(response);
    });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const environment = { KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: String(port) };
  return {
    cluster: readCluster("kubernetes", { environment, account }),
    ...{ store, nodes, replaceToken, refuse },
    breakWatches() {
      for (const response of watching) response.destroy();
    },
    async stop() {
      await nodes.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function verbOf(method: string, { name, isWatch }: { name: string | undefined; isWatch: boolean }): string {
  if (isWatch) return "watch";
  if (method === "GET") return name ? "get" : "list";
  return method === "POST" ? "create" : method.toLowerCase();
}

/** By equality alone, as `a=b,c=d`. */
function selected(query: URLSearchParams): (object: Stored) => boolean {
  const wanted = (query.get("labelSelector") ?? "")
    .split(",")
    .filter(Boolean)
    .map((each) => each.split("="));
  return ({ metadata }) => wanted.every(([name, value]) => metadata?.labels?.[name!] === value);
}

/** The rules of a real server that a mistake here would break. */
function valid(kind: Kind, object: Stored): Stored {
  const invalid = (why: string): never => {
    throw new Refusal(422, "Invalid", why);
  };
  const name = String(object["metadata"]?.name);
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > 63) invalid(`name ${name} is invalid`);
  if (kind === "configmaps") {
    const size = Object.values<string>(object["binaryData"] ?? {}).reduce(
      (sum, { length }) => sum + length,
      0,
    );
    if (size > 2 ** 20) invalid("Too long: may not be more than 1048576 bytes");
    return object;
  }
  const { template, podFailurePolicy } = object["spec"];
  const pod = template.spec;
  if (!["Never", "OnFailure"].includes(pod.restartPolicy)) invalid("restartPolicy: Unsupported value");
  if (podFailurePolicy && pod.restartPolicy !== "Never")
    invalid("podFailurePolicy needs restartPolicy Never");
  for (const { securityContext, volumeMounts } of pod.containers) {
    if (securityContext.procMount === "Unmasked" && pod.hostUsers !== false)
      invalid("procMount: hostUsers must be false to use Unmasked");
    for (const mount of volumeMounts)
      if (!pod.volumes.some((volume: Stored) => volume["name"] === mount.name))
        invalid(`volumeMount ${mount.name} not found`);
  }
  return object;
}
