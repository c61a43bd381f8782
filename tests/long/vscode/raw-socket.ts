/**
 * What VS Code's Jupyter extension gives @jupyterlab/services in place of a WebSocket: the kernel's own sockets.
 *
 * microsoft/vscode-jupyter at 3d24702, src/kernels/raw/session/rawSocket.node.ts and rawKernelConnection.node.ts.
 */
import { KernelConnection, type KernelMessage, ServerConnection } from "@jupyterlab/services";
import type { Connection } from "../../../kernel/host/connection.ts";
import { connectSockets } from "../../../kernel/host/sockets.ts";
import { codec, type Header, type Message } from "../../../kernel/host/wire.ts";

type Channel = "shell" | "control" | "stdin" | "iopub";

/** JupyterLab's client on a kernel that the caller has started, which may not listen yet. */
export async function connectAsEditor(connection: Connection): Promise<KernelConnection> {
  const same = <T>(data: T): T => data;
  const client = new KernelConnection({
    model: { id: "raw", name: "noisebook" },
    clientId: "editor",
    username: "ada",
    handleComms: true,
    serverSettings: ServerConnection.makeSettings({
      WebSocket: socketClass(connection) as unknown as typeof WebSocket,
      wsUrl: "RAW",
      // Messages go through as they are; the sockets' codec makes frames of them.
      serializer: { serialize: same as never, deserialize: same as never },
    }),
  });
  // The extension has a view for each widget; here they go unseen.
  client.registerCommTarget("jupyter.widget", () => {});
  while (client.connectionStatus !== "connected")
    await new Promise<void>((resolve) => client.connectionStatusChanged.connect(() => resolve()));
  return client;
}

function socketClass(connection: Connection) {
  return class RawSocket {
    readonly protocol = "";
    binaryType = "";
    onopen = (_: unknown) => {};
    onmessage = (_: { data: unknown }) => {};
    onclose = (_: unknown) => {};
    onerror = (_: unknown) => {};
    readonly sockets = connectSockets(connection);
    readonly wire = codec(connection);

    constructor() {
      for (const channel of ["shell", "control", "stdin", "iopub"] as const) void this.read(channel);
      queueMicrotask(() => this.onopen({}));
    }

    async read(channel: Channel): Promise<void> {
      for await (const frames of this.sockets[channel]) {
        const decoded = this.wire.decode(frames);
        if ("rejected" in decoded) throw new Error(decoded.rejected);
        this.onmessage({ data: toServices(decoded.message, channel) });
      }
    }

    send(message: KernelMessage.IMessage): void {
      const { header, parent_header, metadata, content, channel } = message;
      const parent = "msg_id" in parent_header ? (parent_header as unknown as Header) : undefined;
      const frames = this.wire.encode({
        header: header as unknown as Header,
        parent,
        metadata,
        content: content as unknown as Record<string, unknown>,
      });
      this.sockets[channel as Exclude<Channel, "iopub">].send(frames);
    }

    close(): void {
      this.sockets.close();
    }
  };
}

function toServices({ header, parent, metadata, content, buffers }: Message, channel: Channel) {
  return { channel, header, parent_header: parent ?? {}, metadata, content, buffers };
}
