/** Serves the marking page on this machine, to who has the token. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { markPolicy } from "./mark-assets.ts";
import { markPage, nextOpen } from "./mark-page.ts";
import { markItems } from "./mark-queue.ts";
import { takeMark } from "./take-mark.ts";

export interface MarkServerOptions {
  port?: number;
  /** Also what tests have scored. */
  all?: boolean;
  anonymous?: boolean;
}

export interface MarkServer {
  /** The address with the token. */
  url: string;
  close(): Promise<void>;
}

/** More than any comment. */
const mostBytes = 200_000;

/**
 * Serves the answers of a folder of grades that wait for a person, on 127.0.0.1. Marks go to `marks/STUDENT.json`.
 *
 * @throws {Error} If nothing was graded there.
 */
export async function markServer(graded: string, options: MarkServerOptions = {}): Promise<MarkServer> {
  const { port = 0, all = false, anonymous = false } = options;
  await markItems(graded, { all });
  const token = randomBytes(24).toString("base64url");
  const place: Place = { graded, host: "", token, all, anonymous };
  const server = createServer((request, response) => {
    answer(place, request, response).catch((error: Error) =>
      send(response, 500, `Cannot do that: ${error.message}\n`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  place.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${place.host}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Place extends Required<Omit<MarkServerOptions, "port">> {
  graded: string;
  host: string;
  token: string;
}

/** Answers a request, if it comes from who has the token. */
async function answer(
  { graded, host, token, all, anonymous }: Place,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${host}`);
  // Another name for this machine would be another site's.
  if (request.headers.host !== host)
    return send(response, 403, "This server answers to its own address alone.\n");
  const given = url.searchParams.get("token");
  if (given !== null && same(given, token)) {
    const cookie = `noisebook-mark=${token}; HttpOnly; SameSite=Strict; Path=/`;
    response.writeHead(303, { location: "/", "set-cookie": cookie }).end();
    return;
  }
  const cookie = /(?:^|;\s*)noisebook-mark=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
  if (!same(cookie, token))
    return send(response, 403, "Open the address that noisebook mark printed, with its token.\n");
  const items = await markItems(graded, { all });
  const at = url.pathname === "/" ? Math.max(0, nextOpen(items, -1)) : Number(url.pathname.slice(1));
  if (items.length > 0 && !items[at]) return send(response, 404, "There is no such answer.\n");
  if (request.method !== "POST")
    return send(response, 200, markPage({ items, at, token, anonymous }), "text/html");
  const fields = new URLSearchParams(await bodyOf(request));
  if (!same(fields.get("token") ?? "", token)) return send(response, 403, "This form is not of this page.\n");
  const problem = await takeMark(graded, fields, items[at]);
  if (problem) return send(response, 422, markPage({ items, at, token, anonymous, problem }), "text/html");
  const next = nextOpen(await markItems(graded, { all }), at);
  response.writeHead(303, { location: `/${next < 0 ? at : next}` }).end();
}

function send(response: ServerResponse, status: number, body: string, type = "text/plain"): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy": markPolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  response.end(body);
}

function same(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error("the form is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
