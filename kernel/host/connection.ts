/** The connection file: where a kernel listens and the key that it shares with its clients. */
import { getHashes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";

export const channels = ["shell", "control", "stdin", "iopub", "hb"] as const;

/** One of Jupyter's five sockets. */
export type Channel = (typeof channels)[number];

/** A connection file's content, checked. */
export interface Connection {
  transport: "tcp" | "ipc";
  /** An address of this machine, or for ipc the path that socket files begin with. */
  ip: string;
  /** For tcp a port, for ipc the number that ends the socket file's name. */
  ports: Record<Channel, number>;
  /** Empty for messages without signatures. */
  key: string;
  /** `hmac-` and the name of a digest. */
  scheme: string;
}

/** Reads a connection file. */
export function readConnection(path: string): Connection {
  return parseConnection(readFileSync(path, "utf8"));
}

/**
 * Reads a connection file's text.
 *
 * @throws {SyntaxError} If it is not JSON, or a field is missing or wrong.
 */
export function parseConnection(text: string): Connection {
  const fields = toRecord(text);
  const wrong = (name: string, wanted: string) =>
    new SyntaxError(
      `Cannot read connection file: ${name} must be ${wanted}, got ${JSON.stringify(fields[name])}`,
    );
  const string = (name: string, fallback?: string) => {
    const value = fields[name] ?? fallback;
    if (typeof value !== "string") throw wrong(name, "a string");
    return value;
  };
  const port = (name: string) => {
    const value = fields[name];
    if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > 65535)
      throw wrong(name, "a port from 1 to 65535");
    return Number(value);
  };
  const transport = string("transport", "tcp");
  if (transport !== "tcp" && transport !== "ipc") throw wrong("transport", '"tcp" or "ipc"');
  const scheme = string("signature_scheme", "hmac-sha256");
  if (!getHashes().some((hash) => scheme === `hmac-${hash}`))
    throw wrong("signature_scheme", 'like "hmac-sha256"');
  const ports = Object.fromEntries(channels.map((channel) => [channel, port(`${channel}_port`)]));
  return {
    transport,
    ip: string("ip", "127.0.0.1"),
    ports: ports as Connection["ports"],
    key: string("key", ""),
    scheme,
  };
}

/** The text of a connection file, as Jupyter writes it; keep the file from others' eyes, for it holds the key. */
export function formatConnection(connection: Connection): string {
  const { transport, ip, ports, key, scheme } = connection;
  const named = Object.fromEntries(channels.map((channel) => [`${channel}_port`, ports[channel]]));
  return JSON.stringify({ transport, ip, ...named, key, signature_scheme: scheme }, null, 2);
}

/** A new key and five ports of this machine that are free now, for a client that starts a kernel itself. */
export async function newConnection(): Promise<Connection> {
  // All are held at once, so that no port is given twice.
  const servers = await Promise.all(channels.map(listen));
  const found = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  const ports = Object.fromEntries(channels.map((channel, index) => [channel, found[index]]));
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    ports: ports as Connection["ports"],
    key: randomUUID(),
    scheme: "hmac-sha256",
  };
}

/** A channel's address as ZeroMQ writes it. */
export function address(connection: Connection, channel: Channel): string {
  const { transport, ip, ports } = connection;
  if (transport === "ipc") return `ipc://${ip}-${ports[channel]}`;
  return `tcp://${ip.includes(":") ? `[${ip}]` : ip}:${ports[channel]}`;
}

function listen(): Promise<ReturnType<typeof createServer>> {
  return new Promise((listening, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => listening(server));
  });
}

function toRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (cause) {
    throw new SyntaxError(`Cannot read connection file: ${(cause as Error).message}`, { cause });
  }
  throw new SyntaxError("Cannot read connection file: it must hold a JSON object");
}
