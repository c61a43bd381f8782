import assert from "node:assert/strict";
import {
  address,
  formatConnection,
  newConnection,
  parseConnection,
} from "../../../kernel/host/connection.ts";

const file = {
  shell_port: 1,
  iopub_port: 2,
  stdin_port: 3,
  control_port: 4,
  hb_port: 5,
  ip: "127.0.0.1",
  key: "k",
  transport: "tcp",
  signature_scheme: "hmac-sha256",
  kernel_name: "noisebook",
};

describe("parseConnection()", () => {
  it("reads the file that Jupyter writes", () => {
    assert.deepEqual(parseConnection(JSON.stringify(file)), {
      transport: "tcp",
      ip: "127.0.0.1",
      ports: { shell: 1, iopub: 2, stdin: 3, control: 4, hb: 5 },
      key: "k",
      scheme: "hmac-sha256",
    });
  });

  it("reads back what formatConnection() writes", async () => {
    const connection = await newConnection();
    assert.deepEqual(parseConnection(formatConnection(connection)), connection);
  });

  const wrong: [Record<string, unknown>, string][] = [
    [{ shell_port: 0 }, "shell_port must be a port from 1 to 65535, got 0"],
    [{ hb_port: "5" }, 'hb_port must be a port from 1 to 65535, got "5"'],
    [{ stdin_port: undefined }, "stdin_port must be a port from 1 to 65535, got undefined"],
    [{ transport: "udp" }, 'transport must be "tcp" or "ipc", got "udp"'],
    [{ key: 7 }, "key must be a string, got 7"],
    [{ signature_scheme: "md5" }, 'signature_scheme must be like "hmac-sha256", got "md5"'],
  ];
  for (const [fields, sentence] of wrong)
    it(`says that ${sentence}`, () => {
      assert.throws(() => parseConnection(JSON.stringify({ ...file, ...fields })), {
        name: "SyntaxError",
        message: `Cannot read connection file: ${sentence}`,
      });
    });

  it("refuses text that is no JSON object", () => {
    for (const text of ["", "{", "[]", "null", "3"]) assert.throws(() => parseConnection(text), SyntaxError);
  });
});

describe("address()", () => {
  const connection = parseConnection(JSON.stringify(file));

  it("names a port for tcp and a socket file for ipc", () => {
    assert.equal(address(connection, "iopub"), "tcp://127.0.0.1:2");
    assert.equal(address({ ...connection, ip: "::1" }, "hb"), "tcp://[::1]:5");
    assert.equal(address({ ...connection, transport: "ipc", ip: "/run/k" }, "shell"), "ipc:///run/k-1");
  });
});

describe("newConnection()", () => {
  it("gives five different ports and a key of its own", async () => {
    const [a, b] = [await newConnection(), await newConnection()];
    assert.equal(new Set(Object.values(a.ports)).size, 5);
    assert(a.key.length >= 32 && a.key !== b.key);
  });
});
