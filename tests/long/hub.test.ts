/** A class on JupyterHub: the school's configuration with three students at once, and their work graded by the queue. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Kernel } from "@jupyterlab/services";
import { runProgram } from "../../cli/jupyter/run-program.ts";
import { buildLesson, lessonNames, notebookText } from "../../lessons/build.ts";
import { startRedis } from "../grader/queue/redis-server.ts";
import { root } from "../root.ts";
import { hubFigures } from "./hub-figures.ts";
import { type Hub, hubEnvironment, startHub } from "./hub-server.ts";
import { errorOf, logIn, resultOf, type Student } from "./hub-student.ts";
import { openBrowser } from "./lab-browser.ts";
import { skipOrFail } from "./npm-folder.ts";

const names = ["ada", "ben", "cleo"];
const lesson = "02-forward-noising";

/** The first cell of a class: checked, run, with a data set of the course. */
const cell = (name: string) =>
  `import { cosineSchedule, forward, loadDataset, random } from "noisebook";
const faces = await loadDataset("faces16", { limit: 8 });
const noisy = forward(faces.first(8), 500, { schedule: cosineSchedule({ steps: 1000 }), rng: random(1) });
const of_${name}: string = process.cwd();
\`\${noisy.count} pictures in \${of_${name}}\``;

describe("a class on JupyterHub", function () {
  this.timeout(600_000);
  let hub: Hub;
  let students: Student[] = [];
  let kernels: Kernel.IKernelConnection[] = [];
  const figures = hubFigures();

  before(async function () {
    if (process.platform !== "linux")
      return skipOrFail(this, "Cannot test a hub: its processes are looked for in /proc, as Linux has it");
    hub = await startHub(await hubEnvironment(this));
  });

  after(() => {
    for (const student of students) student.leave();
    hub?.clean();
  });

  it("lets three students in at once, each to a server of their own", async () => {
    students = await Promise.all(
      names.map((name) => figures.time("from the login to a server that answers", () => logIn(hub, name))),
    );
    for (const { name, visit } of students) {
      const page = await visit(`/user/${name}/lab`);
      assert.equal(page.status, 200);
      assert.match(page.text, /JupyterLab/);
    }
    figures.weigh("a student's server", hub, names);
  });

  it("lays out the course in each student's folder, which no other account may read", () => {
    for (const name of names) {
      assert.equal(statSync(hub.notebooks(name)).mode & 0o777, 0o700);
      assert.deepEqual(
        readdirSync(hub.notebooks(name)).filter((file) => !file.startsWith(".")),
        readdirSync(join(root, "notebooks")),
      );
    }
  });

  it("runs a kernel for each at once, in the student's own folder", async () => {
    kernels = await Promise.all(
      students.map(({ startKernel }) =>
        figures.time("from asking for a kernel to its first result", async () => {
          const kernel = await startKernel();
          assert.equal(await resultOf(kernel, "const one: number = 1; one + 1"), "2");
          return kernel;
        }),
      ),
    );
    figures.weigh("with a kernel", hub, names);
    const shown = await Promise.all(kernels.map((kernel, at) => resultOf(kernel, cell(names[at]!))));
    assert.deepEqual(
      shown,
      names.map((name) => `'8 pictures in ${hub.notebooks(name)}'`),
    );
    figures.weigh('with a kernel that has imported "noisebook" and noised pictures', hub, names);
  });

  it("keeps one student from another's server, kernel and values", async () => {
    const [ada] = students;
    const [own, bens] = kernels;
    assert.equal((await ada!.visit("/user/ben/lab")).status, 403);
    for (const path of ["contents/", "kernels", `kernels/${bens!.id}`])
      assert.equal((await ada!.ask(`/user/ben/api/${path}`)).status, 403, path);
    assert.equal((await ada!.ask("/hub/api/users/ben/server", { method: "DELETE" })).status, 404);
    const listed = (await (await ada!.ask("/user/ada/api/kernels")).json()) as { id: string }[];
    assert.deepEqual(
      listed.map(({ id }) => id),
      [own!.id],
    );
    assert.match(await errorOf(own!, "of_ben"), /Cannot find name 'of_ben'/);
  });

  it("lets no one in with a wrong password, or with a name that leads out of the students' folder", async () => {
    await assert.rejects(logIn(hub, "ada", "guessed-it-all"), /ada does not come in: 403/);
    for (const name of ["..", "../ada", "Ada/../..", "a".repeat(40)])
      await assert.rejects(logIn(hub, name), /does not come in: (403|500)/, name);
    assert.deepEqual(readdirSync(dirname(hub.home("ada"))).sort(), names);
  });

  it("opens a lesson in the browser after the login, and runs it", async function () {
    const browser = await openBrowser(this);
    try {
      const page = await browser.newPage();
      await page.goto(hub.url);
      await page.fill("#username_input", "cleo");
      await page.fill("#password_input", hub.password);
      await page.click("#login_submit");
      await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 120_000 });
      assert.match(page.url(), /\/user\/cleo\/lab\/tree\/00-start-here\.ipynb/);
      await page.getByText("TypeScript (Noisebook) | Idle").waitFor({ timeout: 120_000 });
      await page.locator(".lm-MenuBar-itemLabel", { hasText: /^Run$/ }).click();
      await page.locator(".lm-Menu-itemLabel", { hasText: /^Run All Cells$/ }).click();
      await page.locator(".jp-CodeCell .jp-OutputArea-output img").first().waitFor({ timeout: 120_000 });
    } finally {
      await browser.close();
    }
  });

  it("keeps a student's work when the server is started anew", async () => {
    const content = JSON.parse(notebookText(buildLesson(lesson, { solutions: true })));
    for (const { name, ask } of students.slice(0, 2)) {
      const body = JSON.stringify({ type: "notebook", format: "json", content });
      const saved = await ask(`/user/${name}/api/contents/${lesson}.ipynb`, { method: "PUT", body });
      assert.equal(saved.status, 200, await saved.text());
    }
    const [ada] = students;
    const path = join(hub.notebooks("ada"), `${lesson}.ipynb`);
    const before = readFileSync(path, "utf8");
    ada!.leave();
    const stopped = await ada!.ask("/hub/api/users/ada/server", { method: "DELETE" });
    assert.ok(stopped.ok, await stopped.text());
    students[0] = await logIn(hub, "ada");
    assert.equal(readFileSync(path, "utf8"), before);
  });

  it("has its students' notebooks graded by a worker on Redis, as the guide says", async function () {
    const redis = await startRedis();
    if (!redis) return skipOrFail(this, "Cannot test grading on Redis: apt-get install redis-server");
    const main = join(root, "dist", "cli", "main.js");
    const here = (text: string) =>
      text.replaceAll("npx noisebook", `${process.execPath} ${main}`).replaceAll(/redis:\S+/g, redis.url);
    const [worker, grade] = guideCommands("grade-worker --queue", "for home in");
    const working = spawn("sh", ["-c", `exec ${here(worker!)}`], { cwd: hub.folder, stdio: "ignore" });
    const ended = new Promise((resolve) => working.once("exit", resolve));
    try {
      const { status, stderr } = await runProgram(["sh", "-c", here(grade!)], { cwd: hub.folder });
      assert.equal(status, 0, stderr);
      const grades = names.map((name) =>
        JSON.parse(readFileSync(join(hub.folder, "graded", "grades", `${name}.json`), "utf8")),
      );
      assert.deepEqual(
        grades.map(({ grade: { score } }) => score),
        [10, 10, 0],
      );
    } finally {
      working.kill("SIGTERM");
      await ended;
      await redis.stop();
    }
  });

  if (process.env.NOISEBOOK_HUB_FIGURES)
    it("shows what a lesson takes", async function () {
      this.timeout(3600_000);
      figures.weighHub(hub);
      for (const name of lessonNames()) await figures.runLesson(name, hub, students[0]!);
      console.log(figures.table());
    });

  it("ends with all that it started", async () => {
    for (const student of students) student.leave();
    assert.ok(hub.processes().length > names.length);
    const log = await hub.stop();
    assert.deepEqual(hub.processes(), [], log.slice(-2000));
    assert.ok(existsSync(hub.notebooks("ada")), "work stays");
  });
});

/** The blocks of commands in docs/school.md that have these words. */
function guideCommands(...words: string[]): string[] {
  const guide = readFileSync(join(root, "docs", "school.md"), "utf8");
  const blocks = [...guide.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1]!);
  return words.map((word) => {
    const block = blocks.find((text) => text.includes(word));
    assert.ok(block, `docs/school.md has no commands with ${word}`);
    return block;
  });
}
