/** Makes a picture again in a process of its own: `node remake-child.js FILE`; prints what became of it as JSON. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { remake } from "../../../lib/index.ts";
import { load } from "./works.ts";

const [path, signerPath] = process.argv.slice(2);
const signer = signerPath ? JSON.parse(readFileSync(signerPath, "utf8")) : undefined;
const { file, samePixels, sameFile } = await remake(new Uint8Array(readFileSync(path)), {
  load,
  ...(signer && { signer }),
});
console.log(
  JSON.stringify({ samePixels, sameFile, sha256: createHash("sha256").update(file).digest("hex") }),
);
