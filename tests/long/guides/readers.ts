/** Who reads which guide: where, with what at hand, and what of it cannot be done here. */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatNotebook, jupyterLayout, type Notebook } from "../../../kernel/notebook/nbformat.ts";
import { buildLesson } from "../../../lessons/build.ts";
import { zip } from "../../grader/zip.ts";
import { tinyFolder } from "../../lib/pretrained/tiny.ts";
import { root } from "../../root.ts";
import { firstFence } from "./guide.ts";
import type { Terminal, Until } from "./terminal.ts";

/** A guide, and where its reader is: in the clone that the README makes, unless it says otherwise. */
export interface Guide {
  page: string;
  folder?: string;
}

const lesson = "02-forward-noising";

/** In the order in which they are gone through: some need what others have made. */
export const guides: Guide[] = [
  { page: "README.md", folder: "." },
  { page: "docs/maintainer.md" },
  { page: "CONTRIBUTING.md" },
  { page: "docs/teacher.md" },
  { page: "docs/grading.md" },
  { page: "docs/school.md" },
  { page: "docs/student.md", folder: "student" },
  { page: "docs/model-builder.md" },
  { page: "docs/evaluation.md" },
];

/** What stands for something else in a guide, and what it is here. */
export const placeholders: Record<string, string> = { "<this repository>": root };

const hub = "tests/long/hub.test.ts types it when three students have worked";
const cluster = "it needs a cluster; tests/school/school.test.ts holds what it is given";
const gate = "it is the gate, which .ci/run runs, and these tests with it";

/** What cannot be typed here, and why. */
export const untyped: Record<string, string> = {
  "npm install && npm test": gate,
  "npm run ok": gate,
  "npm run test:all": gate,
  "npm run bench": "it measures other kernels for minutes; tests/cli/bench.test.ts runs the command",
  "redis://queue.example": "it needs another host; tests/long/storm.test.ts grades so on a Redis of this one",
  "--queue redis://127.0.0.1:6379": hub,
  "hub-data/students": hub,
  "sudo ": "it makes accounts of the machine",
  "docker ":
    "there is no registry to build from; tests/school/school.test.ts holds what the image is made of",
  "helm ": cluster,
  "kubectl ": cluster,
  "--queue kubernetes": "it needs a cluster; tests/long/grade-kubernetes.test.ts grades on one",
};

const address = /http:\/\/(127\.0\.0\.1|localhost):\S+/;

/** What goes on until Ctrl-C, by how the command ends. */
export const lasting: Record<string, Until> = {
  "npm start": { says: address, serves: true },
  "noisebook lab": { says: address, serves: true },
  "noisebook mark graded": { says: address, serves: true },
  "jupyterhub --config school/jupyterhub_config.py": { says: /(?<=is now running at )http\S+/, serves: true },
  // The guide lets its reader stop it, and go on with the next command.
  "npx noisebook train config.json": { says: /^step 5 of/m },
};

/** What the reader has when it comes to these words. */
export const provided: Record<string, (terminal: Terminal) => void> = {
  "npm install && npm start": provideInstalled,
  "stable-diffusion-v1-5": providePipeline,
  "collect moodle.zip": provideHandedIn,
  "npm install ./noisebook": providePackage,
  "train config.json": provideConfig,
};

/** What `npm install` fetches and builds, so that it only looks whether all is there: `npm run bench -- install` does it cold. */
function provideInstalled({ folder }: Terminal): void {
  execFileSync("cp", ["-al", join(root, "node_modules"), folder]);
  // No links: the compiler writes into it.
  execFileSync("cp", ["-a", join(root, "dist"), folder]);
}

/** A tiny Stable Diffusion in diffusers' layout, under the name of the downloaded one. */
function providePipeline({ folder }: Terminal): void {
  cpSync(tinyFolder("sd15"), join(folder, "stable-diffusion-v1-5"), { recursive: true });
}

/** A platform's zip with the work of two: one has solved the lesson, the other has not begun. */
function provideHandedIn({ folder }: Terminal): void {
  const solved = buildLesson(lesson, { solutions: true }) as unknown as Notebook;
  const entry = (student: string, content: string) => ({
    name: `${student}_assignsubmission_file/${lesson}.ipynb`,
    content,
  });
  const archive = zip(
    entry("Ada Lovelace_48121", formatNotebook(solved, jupyterLayout)),
    entry("Charles Babbage_48122", readFileSync(join(root, "notebooks", `${lesson}.ipynb`), "utf8")),
  );
  writeFileSync(join(folder, "moodle.zip"), archive);
}

/** The package that the teacher's guide has made, and the JupyterLab that the README's start has fetched. */
function providePackage(terminal: Terminal): void {
  const clone = join(terminal.folder, "../noisebook");
  for (const name of readdirSync(clone).filter((each) => each.endsWith(".tgz")))
    copyFileSync(join(clone, name), join(terminal.folder, name));
  terminal.env = { ...terminal.env, VIRTUAL_ENV: join(clone, ".venv") };
}

/** The README's configuration, with as few steps as the guide says to begin with. */
function provideConfig({ folder }: Terminal): void {
  const config = JSON.parse(firstFence("README.md", "json"));
  const short = { ...config, steps: 50, checkpoint: { every: 5 } };
  writeFileSync(join(folder, "config.json"), JSON.stringify(short));
}
