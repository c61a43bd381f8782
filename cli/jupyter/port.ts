import { createServer } from "node:net";

const first = 8888;
const tries = 50;

/** True when a server may listen on the port of this machine. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/**
 * The port to listen on: the wanted one, or else the first free one from 8888.
 *
 * @param wanted As the user wrote it.
 * @throws {Error} In one sentence, if the wanted port is not a port or is in use.
 */
export async function choosePort(wanted: string | undefined): Promise<number> {
  if (wanted !== undefined) {
    const port = Number(wanted);
    if (!/^\d+$/.test(wanted) || port < 1 || port > 65535)
      throw new RangeError(`Cannot use port ${wanted}: it must be a number from 1 to 65535`);
    if (await isFree(port)) return port;
    throw new Error(`Cannot use port ${port}: another program listens there; name another, or leave --port out`);
  }
  for (let port = first; port < first + tries; port++) if (await isFree(port)) return port;
  throw new Error(`Cannot find a free port from ${first} to ${first + tries - 1}; name one with --port`);
}
