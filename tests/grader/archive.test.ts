import assert from "node:assert/strict";
import { readArchive } from "../../grader/collect/archive.ts";
import { type ZipEntry, zip } from "./zip.ts";

const plain: ZipEntry = { name: "a.ipynb", content: "{}" };

describe("readArchive()", () => {
  it("reads files with their names, bytes and times", async () => {
    const [file, below] = await readArchive(zip(plain, { name: "ö/b.txt", content: "hello" }), "x.zip");
    assert.deepEqual([file.name, String(file.bytes)], ["a.ipynb", "{}"]);
    assert.deepEqual([below.name, String(below.bytes)], ["ö/b.txt", "hello"]);
    assert.equal(file.modified.getFullYear(), 2026);
  });

  const hostile: Record<string, [entries: ZipEntry[], reason: RegExp]> = {
    "a name that leads out": [[{ name: "../../etc/cron.d/x", content: "" }], /\.\.\/\.\.\/etc|leads out/],
    "a name in the middle that leads out": [
      [{ name: "a/../../x", content: "" }],
      /a\/\.\.\/\.\.\/x|leads out/,
    ],
    "an absolute name": [[{ name: "/etc/passwd", content: "" }], /etc\/passwd/],
    "a name with a drive": [[{ name: "C:/x.ipynb", content: "" }], /C:\/x\.ipynb/],
    "a name with backslashes that leads out": [
      [{ name: "..\\x.ipynb", content: "" }],
      /\.\.\/x\.ipynb|leads out/,
    ],
    "a control character in a name": [
      [{ name: "a\u0000.ipynb", content: "" }],
      /characters that no file name has/,
    ],
    "a link": [[{ name: "a.ipynb", content: "/etc/passwd", mode: 0o120777 }], /"a\.ipynb" is a link/],
    "a device": [[{ name: "a.ipynb", content: "", mode: 0o020666 }], /neither a file nor a folder/],
    "two files of one name": [[plain, { name: "A.ipynb", content: "x" }], /"A\.ipynb" is in it twice/],
    "a bomb": [[{ name: "a.ipynb", content: Buffer.alloc(2 ** 24) }], /times its size/],
    "a bomb that claims to be small": [
      [{ name: "a.ipynb", content: Buffer.alloc(2 ** 24), claims: 100 }],
      /too many bytes|unpacks to more/,
    ],
    "files that overlap": [
      [
        { name: "a", content: "x".repeat(100) },
        { ...plain, shares: true },
      ],
      /overlap/,
    ],
    "an encrypted file": [[{ ...plain, flags: 0x801 }], /"a\.ipynb" is encrypted/],
    "more files than anyone hands in": [
      Array.from({ length: 30 }, (_, at) => ({ name: `${at}`, content: "" })),
      /it holds 30 files/,
    ],
  };
  for (const [what, [entries, reason]] of Object.entries(hostile))
    it(`refuses ${what}, with its name`, async () => {
      const reading = readArchive(zip(...entries), "ada.zip", { files: 20 });
      await assert.rejects(reading, (error: Error) => {
        assert.match(error.message, /^Cannot unpack ada\.zip: /);
        assert.match(error.message, reason);
        return true;
      });
    });

  it("refuses what is cut off or no zip at all", async () => {
    await assert.rejects(readArchive(zip(plain).subarray(0, 40), "a.zip"), /Cannot unpack a\.zip/);
    await assert.rejects(readArchive(Buffer.from("hello"), "a.zip"), /Cannot unpack a\.zip/);
  });
});
