/** A JupyterLab with one notebook, in which every widget is made and tells what the kernel knows of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { installKernel } from "../../kernel/install.ts";
import { freePort } from "../free-port.ts";

/** Each cell tells what the kernel knows by a line in seen.jsonl. */
const cells = [
  `import { appendFileSync } from "node:fs";
const note = (name: string, value: unknown) => appendFileSync("seen.jsonl", JSON.stringify([name, value]) + "\\n");
const all = {
  slider: slider(0, 999, { label: "slider" }),
  float: slider(0, 1, { label: "float" }),
  log: logSlider(1e-5, 1, { label: "log", value: 1e-3 }),
  range: rangeSlider(0, 100, { label: "range" }),
  dropdown: dropdown(["v", "eps", "x0"], { label: "dropdown" }),
  radio: radioButtons(["one", "two"], { label: "radio" }),
  toggles: toggleButtons(["left", "right"], { label: "toggles" }),
  list: listBox(["first", "second"], { label: "list" }),
  several: selectMultiple(["a", "b", "c"], { label: "several" }),
  choices: choiceSlider(["low", "high"], { label: "choices" }),
  toggle: toggle({ label: "toggle" }),
  checkbox: checkbox({ label: "checkbox" }),
  text: text({ label: "text" }),
  area: textArea({ label: "area" }),
  number: numberInput({ label: "number", step: 0.5 }),
  color: colorPicker({ label: "color", value: "#aa0000" }),
  date: datePicker({ label: "date" }),
  tags: tagsInput({ value: ["noise"] }),
  upload: fileUpload({ label: "upload" }),
  play: play(0, 5, { interval: 50 }),
};
for (const [name, control] of Object.entries(all)) control.onChange((value: unknown) => note(name, value));
const press = button("Press", { icon: "play", look: "primary", onClick: () => { note("press", true); console.log("pressed"); } });
column([...Object.values(all), press])`,
  `const bar = progress({ label: "progress", max: 10, value: 3 });
const word = htmlBox("<b id='word'>before</b>");
const pixel = image(Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg=="), (c) => c.charCodeAt(0)), { layout: { width: "40px" } });
tabs({ Progress: row([bar, word, pixel, label("$x_t$ is noise")]), Folded: accordion({ Inside: grid([1, 2, 3, 4].map((n) => text({ label: "field " + n }))) }) })`,
  `all.slider.onChange((value) => { word.value = "<b id='word'>" + value + "</b>"; bar.value = value / 100; });`,
  `const picture = (t: number) =>
  svg\`<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><circle cx="\${t}" cy="30" r="20" fill="#c33"/></svg>\`;
interact({ t: slider(0, 100), name: text({ value: "dot" }) }, ({ t, name }) => {
  console.log(name, "at", t);
  if (t === 13) throw new RangeError("not 13");
  return picture(t);
});`,
  `interact({ n: slider(0, 50, { label: "slow n" }) }, async ({ n }) => {
  for (let step = 0; step < 5; step++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    display(\`n \${n} step \${step}\`, { id: "film" });
  }
  note("slow", n);
  return \`done \${n}\`;
});`,
];

/** Starts it in an empty folder; gives the server, and the notebook's address. */
export async function openWidgetsLab(
  python: string,
  folder: string,
): Promise<{ server: ChildProcess; url: string }> {
  mkdirSync(join(folder, "work"));
  writeSettings(join(folder, "settings"));
  writeNotebook(join(folder, "work", "widgets.ipynb"));
  installKernel({ prefix: join(folder, "data") });
  const port = await freePort();
  const server = startLab(python, folder, port);
  await answering(`http://127.0.0.1:${port}/api`);
  return { server, url: `http://127.0.0.1:${port}/lab/tree/widgets.ipynb?reset` };
}

function writeNotebook(path: string): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "noisebook", display_name: "TypeScript", language: "typescript" } },
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  };
  writeFileSync(path, JSON.stringify(notebook));
}

/** All cells are in the page, also those far below; and no question about news covers them. */
function writeSettings(folder: string): void {
  const settings = {
    "notebook-extension/tracker": { windowingMode: "none" },
    "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
  };
  for (const [name, values] of Object.entries(settings)) {
    const path = join(folder, "@jupyterlab", `${name}.jupyterlab-settings`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(values));
  }
}

function startLab(python: string, folder: string, port: number): ChildProcess {
  const settings = [
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    `--port=${port}`,
    `--ServerApp.root_dir=${join(folder, "work")}`,
    "--IdentityProvider.token=",
  ];
  return spawn(python, ["-m", "jupyterlab", ...settings], {
    stdio: "ignore",
    env: {
      ...process.env,
      JUPYTER_PATH: join(folder, "data", "share", "jupyter"),
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      JUPYTER_DATA_DIR: join(folder, "user"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
    },
  });
}

async function answering(url: string): Promise<void> {
  for (let wait = 0; wait < 300; wait++) {
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await delay(200);
  }
  throw new Error(`Cannot reach JupyterLab at ${url}`);
}
