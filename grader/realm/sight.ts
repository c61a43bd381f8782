import { existsSync, lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Sight } from "../jail/bubblewrap.ts";

/** Where things are on this machine. */
export interface Layout {
  /** This package's folder: a clone, or in a folder `node_modules` wherever npm put it. */
  root: string;
  /** The program of Node. */
  node: string;
}

export interface Seen extends Layout {
  /** Lessons whose exercises the notebook imports. */
  lessons: string[];
  /** What lets kernels start quickly, if there is such a file. */
  snapshot: string | undefined;
}

const packageParts = [
  ...[
    "package.json",
    "node_modules",
    "datasets",
    "kernel/assets",
    "lib/core/wasm",
    "dist/kernel",
    "dist/lib",
  ],
  ...["answer-call.js", "answer.js", "guard.js", "student.js", "too-long.js", "values.js"].map(
    (file) => `dist/grader/realm/${file}`,
  ),
];

/**
 * What the student's realm sees of this machine: Node, the packages that this one needs, and of this one the kernel and the library.
 * The lessons' solutions and checks are not there; what a notebook imports of them are exercises that know nothing.
 */
export function sight({ root, node, lessons, snapshot }: Seen): Required<Sight> {
  const lessonFolder = (lesson: string) => join(root, "dist/lessons", lesson);
  // The declarations say what each exercise takes and gives, and nothing of how.
  const types = lessons.flatMap((lesson) =>
    readdirSync(lessonFolder(lesson))
      .filter((file) => file.endsWith(".d.ts"))
      .map((file) => join(lessonFolder(lesson), file)),
  );
  const libraries = join(dirname(dirname(node)), "lib");
  return {
    readable: [
      ...[node, libraries, ...packagesAround(root)].filter(existsSync),
      ...(snapshot === undefined ? [] : [snapshot]),
      ...packageParts.map((part) => join(root, part)).filter(existsSync),
      ...types,
    ],
    hidden: [root, ...otherCopies(root, libraries)],
    files: Object.fromEntries(
      lessons.map((lesson) => [join(lessonFolder(lesson), "exercises.js"), noExercises]),
    ),
    environment: {
      ...(snapshot === undefined ? { NOISEBOOK_SNAPSHOT: "off" } : { NOISEBOOK_CACHE: dirname(snapshot) }),
      // Notebooks written for nbgrader ask for it.
      NBGRADER_EXECUTION: "autograde",
    },
  };
}

/** The outermost folder of packages that this one lies in: npm puts what it needs beside it. */
function packagesAround(root: string): string[] {
  const at = root.indexOf("/node_modules/");
  return at < 0 ? [] : [root.slice(0, at + "/node_modules".length)];
}

/** A clone may grade where the package is installed for all as well, with the same solutions. */
function otherCopies(root: string, libraries: string): string[] {
  const copies = [libraries, "/usr/lib", "/usr/local/lib"].map((folder) =>
    join(folder, "node_modules/noisebook"),
  );
  return [...new Set(copies)].filter(
    (path) => path !== root && lstatSync(path, { throwIfNoEntry: false })?.isDirectory(),
  );
}

const noExercises = `export const exercises = new Proxy({}, {
  get: (_, id) => ({ id, title: id, points: 0, hint: "", cases: () => [], solution() {}, mistakes: [] }),
});
`;
