/** A student of a hub: a browser as far as a hub needs one, and the client of JupyterLab. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { type Kernel, KernelManager, type KernelMessage, ServerConnection } from "@jupyterlab/services";
import { joinText } from "../../kernel/notebook/nbformat.ts";
import type { Hub } from "./hub-server.ts";

export interface Page {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Student {
  name: string;
  /** Asks for a page of the hub with the cookies of the login, and goes where it is sent. */
  visit(path: string): Promise<Page>;
  /** Asks a server of the hub with the student's token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Starts a kernel on the student's server. */
  startKernel(): Promise<Kernel.IKernelConnection>;
  /** Lets go of the connection to the server. */
  leave(): void;
}

/** Comes in by the login page, and waits until the server stands. */
export async function logIn(hub: Hub, name: string, password = hub.password): Promise<Student> {
  const cookies: Cookie[] = [];
  const visit = (path: string, init: Asked = {}) => follow(new URL(path, hub.url), init, cookies);
  /** The hub's forms give back what its cookie says. */
  const pass = () => cookies.find((cookie) => cookie.name === "_xsrf" && cookie.path === "/hub/")!.value;
  await visit("/hub/login");
  const form = { username: name, password, _xsrf: pass() };
  const page = await visit("/hub/login", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: `${new URLSearchParams(form)}`,
  });
  if (page.status !== 200) throw new Error(`${name} does not come in: ${page.status}`);
  const token = await takeToken();
  const headers = { Authorization: `token ${token}` };
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, hub.url), { ...init, headers: { ...headers, ...init.headers } });
  // The hub writes as the server starts, and ends when it stands.
  const progress = await (await ask(`/hub/api/users/${name}/server/progress`)).text();
  assert.match(progress, /"ready": true/, progress);
  const manager = new KernelManager({ serverSettings: settingsOf(`${hub.url}/user/${name}/`, headers) });
  return {
    ...{ name, visit, ask },
    startKernel: () => manager.startNew({ name: "noisebook" }),
    leave: () => manager.dispose(),
  };

  /** As the hub's page "Token" does. */
  async function takeToken(): Promise<string> {
    const init = { method: "POST", headers: { "X-XSRFToken": pass() }, body: "{}" };
    const answer = await visit(`/hub/api/users/${name}/tokens`, init);
    assert.equal(answer.status, 201, answer.text);
    return (JSON.parse(answer.text) as { token: string }).token;
  }
}

/** Servers of a hub take no token from an address: the socket carries it in a header. */
function settingsOf(baseUrl: string, headers: Record<string, string>): ServerConnection.ISettings {
  const { WebSocket: Socket } = ServerConnection.makeSettings() as unknown as {
    WebSocket: new (url: string, protocols: string[], options: object) => WebSocket;
  };
  class SocketWithToken extends Socket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers });
    }
  }
  return ServerConnection.makeSettings({
    ...{ baseUrl, wsUrl: baseUrl.replace("http", "ws"), appendToken: false },
    init: { headers },
    WebSocket: SocketWithToken as unknown as typeof WebSocket,
  });
}

interface Cookie {
  name: string;
  value: string;
  /** The addresses that it is sent to: the hub and each server have one of the same name. */
  path: string;
}

async function follow(url: URL, init: Asked, cookies: Cookie[]): Promise<Page> {
  const fitting = cookies.filter(({ path }) => url.pathname.startsWith(path));
  const cookie = fitting.map(({ name, value }) => `${name}=${value}`).join("; ");
  const page = await ask(url, { ...init, headers: { ...init.headers, cookie } });
  for (const text of page.headers["set-cookie"] ?? []) keepCookie(cookies, text);
  const next = page.headers.location;
  return next === undefined ? page : follow(new URL(next, url), {}, cookies);
}

/** As a browser's page is asked for. (What `fetch` sends says of itself that it is a script, which gets no cookie.) */
async function ask(url: URL, { body, headers, method = "GET" }: Asked): Promise<Page> {
  const sent = request(url, { method, headers: { ...headers, "Sec-Fetch-Mode": "navigate" } });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const part of answer.setEncoding("utf8")) text += part;
  return { status: answer.statusCode!, headers: answer.headers, text };
}

function keepCookie(cookies: Cookie[], text: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
  const path = /;\s*path=([^;]+)/i.exec(text)?.[1] ?? "/";
  const old = cookies.findIndex((cookie) => cookie.name === name && cookie.path === path);
  cookies.splice(old === -1 ? cookies.length : old, 1, { name, value, path });
}

/** Runs a cell; gives all that it put out. */
export async function run(
  kernel: Kernel.IKernelConnection,
  code: string,
): Promise<KernelMessage.IIOPubMessage[]> {
  const future = kernel.requestExecute({ code, stop_on_error: false });
  const messages: KernelMessage.IIOPubMessage[] = [];
  future.onIOPub = (message) => void messages.push(message);
  await future.done;
  return messages;
}

/** A cell's result as text. */
export async function resultOf(kernel: Kernel.IKernelConnection, code: string): Promise<string> {
  const messages = await run(kernel, code);
  const found = messages.find(({ header }) => header.msg_type === "execute_result");
  assert.ok(found, JSON.stringify(messages.map(({ content }) => content)));
  return joinText((found as KernelMessage.IExecuteResultMsg).content.data["text/plain"] as string);
}

/** A cell's error as text. */
export async function errorOf(kernel: Kernel.IKernelConnection, code: string): Promise<string> {
  const found = (await run(kernel, code)).find(({ header }) => header.msg_type === "error");
  assert.ok(found, `there is no error of ${code}`);
  return (found as KernelMessage.IErrorMsg).content.traceback.join("\n");
}
