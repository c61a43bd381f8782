/** The few requests to a Kubernetes API server that a queue needs. Node's fetch takes no certificates of one's own, so it is Node's client. */
import { type ClientRequest, request as http, type IncomingMessage } from "node:http";
import { request as https } from "node:https";
import { text as textOf } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type { Cluster } from "./cluster.ts";

/** What the server refused; `status` is HTTP's: 404 is not there, 409 is there already. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** One change of an object. BOOKMARK says how far the list is read, ERROR that it must be read anew. */
export interface WatchEvent<T> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: T;
}

export interface Api {
  /** Path and query, from the first slash. The answer is JSON. */
  get<T>(path: string): Promise<T>;
  /** A log, as it stands. */
  text(path: string): Promise<string>;
  create<T>(path: string, object: object): Promise<T>;
  delete(path: string, options: object): Promise<void>;
  /** Yields changes until the server ends the stream. */
  watch<T>(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>, void>;
}

/** How often a request is made whose answer says that the server is busy, or whose connection broke. */
const attempts = 5;

/** Makes a client. Whatever it asks can be asked twice: what is there already answers 409, what is gone 404. */
export function apiOf(cluster: Cluster): Api {
  const asked = async (method: string, path: string, body?: object): Promise<string> => {
    for (let tried = 1; ; tried++) {
      const answer = await ask(cluster, { method, path, ...(body ? { body } : {}) }).catch(
        (error: Error) => error,
      );
      const isBusy = answer instanceof Error || [429, 500, 503, 504].includes(answer.statusCode!);
      if (isBusy && tried < attempts) {
        const wanted = answer instanceof Error ? 0 : Number(answer.headers["retry-after"]);
        if (!(answer instanceof Error)) answer.resume();
        await setTimeout(Math.min(wanted || 0.2 * 2 ** tried, 30) * 1000);
        continue;
      }
      if (answer instanceof Error)
        throw new Error(`Cannot reach the cluster at ${cluster.url}: ${answer.message}`, { cause: answer });
      return answered(answer, `${method} ${path.split("?")[0]}`);
    }
  };
  return {
    get: async (path) => JSON.parse(await asked("GET", path)),
    text: (path) => asked("GET", path),
    create: async (path, object) => JSON.parse(await asked("POST", path, object)),
    delete: async (path, options) => void (await asked("DELETE", path, options)),
    async *watch(path, signal) {
      const answer = await ask(cluster, { method: "GET", path, signal });
      if (answer.statusCode !== 200) await answered(answer, `GET ${path.split("?")[0]}`);
      for await (const line of linesOf(answer)) yield JSON.parse(line);
    },
  };
}

interface Asked {
  method: string;
  path: string;
  body?: object;
  signal?: AbortSignal;
}

/** Longest silence of a server, in milliseconds; one that is watched says something at least every minute or ends the stream. */
const patience = 90_000;

function ask({ url, ca, token }: Cluster, { method, path, body, signal }: Asked): Promise<IncomingMessage> {
  const text = body && JSON.stringify(body);
  const options = {
    method,
    headers: {
      accept: "application/json",
      ...(token ? { authorization: `Bearer ${token()}` } : {}),
      ...(text === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    },
    ...(ca ? { ca } : {}),
    ...(signal ? { signal } : {}),
    timeout: patience,
  };
  return new Promise((resolve, reject) => {
    const send = url.startsWith("https:") ? https : http;
    const request: ClientRequest = send(new URL(path, url), options, resolve);
    request.on("timeout", () => request.destroy(new Error("it does not answer")));
    request.on("error", reject);
    request.end(text);
  });
}

/** Ends with the answer; throws when the connection breaks, which readline would not. */
async function* linesOf(answer: IncomingMessage): AsyncGenerator<string, void> {
  answer.setEncoding("utf8");
  let rest = "";
  for await (const chunk of answer) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines.filter((line) => line !== "");
  }
}

/** @throws {ApiError} With the server's own sentence, if it refused. */
async function answered(answer: IncomingMessage, what: string): Promise<string> {
  const text = await textOf(answer);
  const { statusCode = 0 } = answer;
  if (statusCode < 300) return text;
  let message = text.slice(0, 200);
  try {
    ({ message } = JSON.parse(text) as { message: string });
  } catch {
    // A proxy on the way answers what it likes.
  }
  throw new ApiError(statusCode, `Cannot ${what}: the cluster answers ${statusCode}: ${message}`);
}
