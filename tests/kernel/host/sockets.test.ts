import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { pipeline } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { within } from "../../../kernel/client/within.ts";
import { freePort } from "../../free-port.ts";
import { eachPair, openClient } from "./pair.ts";

describe("connectSockets()", () => {
  const pair = eachPair();

  it("asks nothing before it hears what is published", async () => {
    const { ip, ports } = pair.connection;
    const iopub = await freePort();
    const client = openClient({ ...pair.connection, ports: { ...ports, iopub } });
    const answer = client.ask("kernel_info_request", {});
    await delay(200);
    assert.deepEqual(client.received.shell, []);
    // Only now is anything to be heard at the port that the client listens to.
    const bridge = createServer((near) => {
      const far = connect(ports.iopub, ip);
      pipeline(near, far, near, () => {});
    });
    bridge.listen(iopub, ip);
    const published = (await within(answer, 5000))?.published.map(({ content }) => content.execution_state);
    client.close();
    bridge.close();
    assert.deepEqual(published, ["busy", "idle"]);
  });
});
