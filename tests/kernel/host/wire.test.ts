import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { codec, type Decoded, type Message, newHeader } from "../../../kernel/host/wire.ts";

const from = { session: "s", username: "ada" };

function message(decoded: Decoded): Message {
  assert("message" in decoded, JSON.stringify(decoded));
  return decoded.message;
}

function text(frame: Uint8Array | undefined): string {
  return Buffer.from(frame!).toString();
}

describe("codec()", () => {
  const wire = codec({ key: "secret" });
  const header = newHeader("execute_request", from);
  const frames = () => wire.encode({ header, content: { code: "1" }, metadata: { a: 1 } });

  it("writes the frames in the protocol's order", () => {
    const parent = newHeader("x", from);
    const sent = wire.encode({
      header,
      parent,
      metadata: { m: 1 },
      content: { code: "é" },
      identities: [Buffer.from("to")],
      buffers: [Uint8Array.of(0, 255)],
    });
    const parts = [header, parent, { m: 1 }, { code: "é" }].map((part) => JSON.stringify(part));
    const signature = createHmac("sha256", "secret").update(parts.join("")).digest("hex");
    assert.deepEqual(sent.slice(0, 7).map(text), ["to", "<IDS|MSG>", signature, ...parts]);
    assert.deepEqual([...sent[7]!], [0, 255]);
  });

  it("gives an encoded message back, whatever it holds", () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    const bytes = fc.array(fc.uint8Array());
    fc.assert(
      fc.property(json, json, bytes, fc.string(), (content, metadata, buffers, key) => {
        const { encode, decode } = codec({ key });
        const plain = JSON.parse(JSON.stringify({ content, metadata }));
        const parent = newHeader("p", from);
        const got = message(decode(encode({ header, parent, ...plain, buffers, identities: buffers })));
        assert.deepEqual({ ...got }, { header, parent, ...plain, buffers, identities: buffers });
      }),
    );
  });

  it("sends content that is JSON bytes already as the same bytes, uncopied", () => {
    const content = Buffer.from('{"data": {"text/plain":  "spaces stay"} }');
    assert.equal(wire.encode({ header, content }).at(-1), content);
  });

  it("has an empty signature for an empty key, and accepts none", () => {
    const open = codec({ key: "" });
    const sent = open.encode({ header, content: {} });
    assert.equal(sent[1]!.length, 0);
    assert.deepEqual(message(open.decode(sent)).header, header);
  });

  it("signs with the scheme of the connection", () => {
    const wide = codec({ key: "secret", scheme: "hmac-sha512" });
    assert.equal(wide.encode({ header, content: {} })[1]!.length, 128);
    assert.deepEqual(message(wide.decode(wide.encode({ header, content: {} }))).header, header);
  });

  it("rejects a signature of another key", () => {
    const sent = codec({ key: "other" }).encode({ header, content: {} });
    assert.deepEqual(wire.decode(sent), { rejected: "Cannot read message: its signature is wrong" });
  });

  it("rejects an empty signature when there is a key", () => {
    const sent = codec({ key: "" }).encode({ header, content: {} });
    assert.deepEqual(wire.decode(sent), { rejected: "Cannot read message: its signature is wrong" });
  });

  for (const [index, name] of ["header", "parent header", "metadata", "content"].entries())
    it(`rejects a ${name} that was changed on the way`, () => {
      const sent = frames();
      sent[2 + index] = Buffer.from(text(sent[2 + index]).replace("{", "{ "));
      assert.deepEqual(wire.decode(sent), { rejected: "Cannot read message: its signature is wrong" });
    });

  it("says what is wrong with frames that are no message", () => {
    const signed = (...parts: string[]) => {
      const signature = createHmac("sha256", "secret").update(parts.join("")).digest("hex");
      return ["<IDS|MSG>", signature, ...parts].map((part) => Buffer.from(part));
    };
    const good = JSON.stringify(header);
    const reasons = [
      [],
      [Buffer.from("hello")],
      [Buffer.from("<IDS|MSG>")],
      signed("{}", "{}", "{}"),
      signed("{", "{}", "{}", "{}"),
      signed(good, "[]", "{}", "{}"),
      signed(good, "{}", "null", "{}"),
      signed(good, "{}", "{}", "3"),
      signed('{"msg_id":1,"msg_type":"x","session":"s"}', "{}", "{}", "{}"),
      signed(good, "{}", "{}", `${"[".repeat(100_000)}`),
    ].map((sent) => wire.decode(sent));
    assert.deepEqual(
      reasons,
      [
        "it has no <IDS|MSG> frame",
        "it has no <IDS|MSG> frame",
        "it needs 5 frames after <IDS|MSG>, got 0",
        "it needs 5 frames after <IDS|MSG>, got 4",
        "its header is not a JSON object",
        "its parent header is not a JSON object",
        "its metadata is not a JSON object",
        "its content is not a JSON object",
        "its header needs msg_id, msg_type and session",
        "its content is not a JSON object",
      ].map((reason) => ({ rejected: `Cannot read message: ${reason}` })),
    );
  });

  it("rejects bytes that are not UTF-8", () => {
    const open = codec({ key: "" });
    const sent = open.encode({ header, content: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) });
    assert.deepEqual(open.decode(sent), {
      rejected: "Cannot read message: its content is not a JSON object",
    });
  });

  it("never throws and never accepts, for 20,000 damaged messages", () => {
    const damage = fc.record({
      frame: fc.nat(20),
      kind: fc.constantFrom("drop", "double", "swap", "bytes", "flip", "cut"),
      bytes: fc.uint8Array({ maxLength: 40 }),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(damage, ({ frame, kind, bytes, at }) => {
        const sent = frames();
        const index = frame % sent.length;
        const old = sent[index]!;
        if (kind === "drop") sent.splice(index, 1);
        else if (kind === "double") sent.splice(index, 0, old);
        else if (kind === "swap")
          [sent[index], sent[(index + 1) % sent.length]] = [sent[(index + 1) % sent.length]!, old];
        else if (kind === "bytes") sent[index] = bytes;
        else if (kind === "cut") sent[index] = old.subarray(0, old.length - 1);
        else sent[index] = Uint8Array.from(old, (byte, i) => (i === at % old.length ? byte ^ 1 : byte));
        const decoded = wire.decode(sent);
        // A second content is read as a buffer, which the protocol does not sign.
        if (kind === "double" && index === sent.length - 2) assert("message" in decoded);
        else assert("rejected" in decoded, `${kind} ${index}`);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe("newHeader()", () => {
  it("says who, what and when, in protocol 5.4", () => {
    const { msg_id, date, ...rest } = newHeader("status", from);
    assert.deepEqual(rest, { msg_type: "status", ...from, version: "5.4" });
    assert(msg_id.length >= 32 && msg_id !== newHeader("status", from).msg_id);
    assert(Math.abs(Date.parse(date) - Date.now()) < 10_000);
  });
});
