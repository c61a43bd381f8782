import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { bubblewrapArguments } from "../../../grader/jail/bubblewrap.ts";
import { openJail } from "../../../grader/jail/jail.ts";
import { lessonLimits } from "../../../grader/jail/limits.ts";
import { type Layout, sight } from "../../../grader/realm/sight.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { needsJail } from "../jail/jailed.ts";

const lesson = "02-forward-noising";

/** Files of the package that a student may not read. */
const secret = [
  "secret.txt",
  "graded/ada.json",
  `lessons/${lesson}/noise.ts`,
  `dist/lessons/${lesson}/noise.js`,
];
/** Files that he may, and the one that another stands for. */
const open = ["package.json", "dist/kernel/main.js", `dist/lessons/${lesson}/noise.d.ts`];
const replaced = `dist/lessons/${lesson}/exercises.js`;

describe("what a student's realm sees", () => {
  let folder: string;
  before(needsJail);
  beforeEach(() => {
    folder = temporaryFolder();
  });

  const put = (...paths: string[]) => {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "as it was");
    }
  };
  const putPackage = (root: string) => put(...[...secret, ...open, replaced].map((file) => join(root, file)));
  const seen = async ({ root, node }: Layout) => {
    const place = { root: join(folder, root), node: node.startsWith("/") ? node : join(folder, node) };
    const show = `find ${folder} -type f; grep -l 'new Proxy' ${join(folder, root, replaced)} >&2; touch ${join(folder, root, "new")} 2> /dev/null`;
    const jail = await openJail(["/bin/sh", "-c", show], {
      ...sight({ ...place, lessons: [lesson], snapshot: undefined }),
      limits: { memory: 2 ** 28 },
    });
    jail.input.end();
    const [files, { errors }] = await Promise.all([text(jail.output), jail.ended]);
    assert.equal(errors.trim(), join(folder, root, replaced));
    return files
      .trim()
      .split("\n")
      .map((path) => path.slice(folder.length + 1))
      .sort();
  };
  const openOf = (root: string) => [...open, replaced].map((file) => join(root, file));

  it("in a clone, with Node among the system's programs", async () => {
    putPackage("noisebook");
    put("notes.txt", "noisebook/node_modules/zeromq/index.js");
    assert.deepEqual(
      await seen({ root: "noisebook", node: "/usr/bin/node" }),
      [...openOf("noisebook"), "noisebook/node_modules/zeromq/index.js"].sort(),
    );
  });

  const nvm = ".nvm/versions/node/v20.20.2";
  const nvmNode = [`${nvm}/bin/node`, `${nvm}/lib/libnode.so`];

  it("where nvm put Node and npm the package beside it", async () => {
    const root = `${nvm}/lib/node_modules/noisebook`;
    putPackage(root);
    put(...nvmNode, ".nvm/alias", `${root}/node_modules/zeromq/index.js`);
    assert.deepEqual(
      await seen({ root, node: nvmNode[0]! }),
      [...openOf(root), ...nvmNode, `${root}/node_modules/zeromq/index.js`].sort(),
    );
  });

  it("in a folder's own packages, where what it needs lies beside it, or further out", async () => {
    for (const root of ["course/node_modules/noisebook", "course/node_modules/kit/node_modules/noisebook"]) {
      putPackage(root);
      put("course/secret.txt", "course/node_modules/zeromq/index.js");
      assert.deepEqual(
        await seen({ root, node: "/usr/bin/node" }),
        [...openOf(root), "course/node_modules/zeromq/index.js"].sort(),
      );
      rmSync(join(folder, "course"), { recursive: true });
    }
  });

  it("in a clone, where the package is installed for all as well", async () => {
    putPackage("noisebook");
    putPackage(`${nvm}/lib/node_modules/noisebook`);
    put(...nvmNode);
    assert.deepEqual(
      await seen({ root: "noisebook", node: nvmNode[0]! }),
      [...openOf("noisebook"), ...nvmNode].sort(),
    );
  });

  it("where Node's program lies in the home", async () => {
    putPackage("noisebook");
    put("bin/node", "secret.txt", "submitted/ada.ipynb");
    assert.deepEqual(
      await seen({ root: "noisebook", node: "bin/node" }),
      [...openOf("noisebook"), "bin/node"].sort(),
    );
  });

  it("where both are in /usr/local: the package is hidden after what is around it is shown", () => {
    const root = "/usr/local/lib/node_modules/noisebook";
    const place = { root, node: "/usr/local/bin/node" };
    const words = bubblewrapArguments(
      sight({ ...place, lessons: [], snapshot: undefined }),
      ...([lessonLimits, {}] as const),
    );
    const around = words.flatMap((word, at) =>
      words[at - 2] === "--ro-bind" && `${root}/`.startsWith(`${word}/`) ? [at] : [],
    );
    const hidden = words.findIndex((word, at) => word === root && words[at - 1] === "--tmpfs");
    assert.ok(around.length > 0 && hidden > Math.max(...around), words.join(" "));
    assert.equal(words[words.lastIndexOf(root) - 1], "--remount-ro");
  });
});
