import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server on this machine on which each answer takes some milliseconds, as from far away. */
export async function slowLine(
  address: string,
  milliseconds: number,
): Promise<{ url: string; stop(): void }> {
  const url = new URL(address);
  const port = Number(url.port);
  const sockets = new Set<Socket>();
  const line = createServer((near) => {
    const far = connect(port, url.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => [near, far].map((end) => end.destroy()));
    }
    near.on("data", (chunk) => far.write(chunk));
    far.on("data", (chunk) => setTimeout(() => near.write(chunk), milliseconds));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => line.once("listening", resolve));
  url.port = String((line.address() as AddressInfo).port);
  const stop = () => {
    line.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, stop };
}
