/** What `noisebook lab` says and does where something is missing. The Pythons here are scripts that behave as real ones do. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { packages, whyNoPackages } from "../../cli/jupyter/environment.ts";
import { whyNot } from "../../cli/jupyter/python.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type Around, noisebook } from "./noisebook.ts";

describe("noisebook lab", function () {
  this.timeout(30_000);
  let project: string;
  beforeEach(() => {
    project = temporaryFolder();
    mkdirSync(join(project, "notebooks"));
    mkdirSync(join(project, "path"));
    writeFileSync(join(project, "package.json"), "{}");
  });

  const lab = (...args: string[]) => labWatched(undefined, ...args);
  const labWatched = (watch: Around["watch"], ...args: string[]) =>
    noisebook(["lab", "--no-browser", ...args], {
      cwd: project,
      ...(watch ? { watch } : {}),
      env: { PATH: join(project, "path"), VIRTUAL_ENV: "", CONDA_PREFIX: "" },
    });

  /** Puts a Python on the path; `pip` is what `python -m pip install` does in the environments that it makes. */
  function python({
    minor = 12,
    venv = true,
    pip = "exit 0",
    jupyterlab = 'echo "[C] not the real JupyterLab" >&2; exit 1',
  }) {
    const inner = `#!/bin/sh
case "$2" in
  pip) ${pip} ;;
  jupyterlab) ${jupyterlab} ;;
  *) [ -e "\${0%/*}/../installed" ] && echo '{"jupyterlab": "4.6.6", "ipywidgets": "8.1.9"}' || echo '{"jupyterlab": null, "ipywidgets": null}' ;;
esac
`;
    const script = `#!/bin/sh
if [ "$1" = -c ]; then echo '{"path": "${join(project, "path", "python3")}", "major": 3, "minor": ${minor}, "venv": ${venv}}'; exit; fi
/bin/mkdir -p "$3/bin"
/bin/cat > "$3/bin/python" <<'END'
${inner}END
/bin/chmod +x "$3/bin/python"
`;
    writeFileSync(join(project, "path", "python3"), script);
    chmodSync(join(project, "path", "python3"), 0o755);
  }

  const marked = () => readFileSync(join(project, ".venv", "noisebook.json"), "utf8");

  it("says which Python is needed where there is none", async () => {
    const { status, stderr } = await lab();
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Cannot find Python: JupyterLab needs Python 3\.10 or newer; install it from \S+ and run this again\n$/,
    );
  });

  it("says which Python is needed where it is too old, and where", async () => {
    python({ minor: 8 });
    assert.match(
      (await lab()).stderr,
      /^Cannot use Python 3\.8 \(\S+python3\): JupyterLab needs Python 3\.10 or newer; .*\n$/,
    );
    assert.ok(!existsSync(join(project, ".venv")));
  });

  it("says how to get the venv module", async () => {
    python({ venv: false });
    assert.match(
      (await lab()).stderr,
      /^Cannot make a Python environment: .* apt install python3-venv\) and run this again\n$/,
    );
  });

  it("says that the network is missing; the next start makes the environment anew and whole", async () => {
    python({ pip: "echo 'WARNING: NewConnectionError: Failed to establish a new connection' >&2; exit 1" });
    const { status, stderr } = await lab();
    assert.equal(status, 1);
    assert.match(
      stderr,
      /\nCannot install JupyterLab: the Python package index cannot be reached; connect to the network .*\n$/,
    );
    assert.equal(marked(), "{}\n");
    python({ pip: 'echo > "${0%/*}/../installed"' });
    const again = await lab();
    assert.match(again.stderr, /JupyterLab is ready\./);
    assert.match(again.stderr, /Cannot start JupyterLab: \[C\] not the real JupyterLab\n$/);
    assert.deepEqual(JSON.parse(marked()), { ready: packages });
    assert.ok(existsSync(join(project, ".venv", "share", "jupyter", "kernels", "noisebook", "kernel.json")));
    assert.doesNotMatch((await lab()).stderr, /Making a Python environment/);
  });

  it("makes an environment anew whose JupyterLab is gone, as after an upgrade of Python", async () => {
    python({ pip: 'echo > "${0%/*}/../installed"' });
    await lab();
    rmSync(join(project, ".venv", "installed"));
    const { stderr } = await lab();
    assert.match(stderr, /Making a Python environment[\s\S]*JupyterLab is ready\./);
    assert.match(stderr, /Cannot start JupyterLab: \[C\] not the real JupyterLab\n$/);
  });

  it("says so when what was installed does not answer, and does not take it for whole", async () => {
    python({ pip: "exit 0" });
    assert.match(
      (await lab()).stderr,
      /\nCannot use \.venv: JupyterLab was installed there and does not answer/,
    );
    assert.equal(marked(), "{}\n");
  });

  it("stops at Ctrl-C while JupyterLab still starts, and leaves nothing behind", async () => {
    const pid = join(project, "pid");
    python({
      pip: 'echo > "${0%/*}/../installed"',
      jupyterlab: `echo $$ > ${pid}; exec /bin/sleep 1000`,
    });
    const { status } = await labWatched((child, said) => {
      if (said.includes("JupyterLab is ready.")) setTimeout(() => child.kill("SIGINT"), 1000);
    });
    assert.equal(status, 0);
    assert.throws(() => process.kill(Number(readFileSync(pid, "utf8")), 0), { code: "ESRCH" });
  });

  it("does not take an environment that was interrupted for a whole one", async () => {
    python({ pip: 'echo > "${0%/*}/../installed"; kill -9 $PPID' });
    assert.equal((await lab()).status, null);
    assert.equal(marked(), "{}\n");
    python({ pip: 'echo > "${0%/*}/../installed"' });
    assert.match((await lab()).stderr, /Making a Python environment[\s\S]*JupyterLab is ready\./);
  });

  it("leaves an environment of somebody else's alone", async () => {
    mkdirSync(join(project, ".venv"));
    python({});
    assert.match(
      (await lab()).stderr,
      /^Cannot use \.venv: Noisebook did not make it, .* or move it away\n$/,
    );
    assert.ok(!existsSync(join(project, ".venv", "bin")));
  });

  it("says that a port is in use when it was asked for", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const { status, stderr } = await lab("--port", String(port));
    server.close();
    assert.equal(status, 1);
    assert.equal(
      stderr,
      `Cannot use port ${port}: another program listens there; name another, or leave --port out\n`,
    );
    assert.match(
      (await lab("--port", "x")).stderr,
      /^Cannot use port x: it must be a number from 1 to 65535\n$/,
    );
  });

  it("says that a folder is missing", async () => {
    const { status, stderr } = await lab("lessons");
    assert.equal(status, 1);
    assert.equal(stderr, "Cannot open lessons: there is no such folder; name one, as in noisebook lab .\n");
  });

  it("whyNot() prefers a Python that only lacks venv to one that is too old", () => {
    const old = { path: "/usr/bin/python3", major: 3, minor: 8, venv: true };
    const bare = { path: "/usr/bin/python3.12", major: 3, minor: 12, venv: false };
    assert.match(whyNot([old, bare]), /\/usr\/bin\/python3\.12 lacks the venv module/);
    assert.match(whyNot([{ ...old, major: 2, minor: 7 }]), /Cannot use Python 2\.7/);
  });

  for (const [said, sentence] of [
    [
      "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
      /the disk is full/,
    ],
    [
      "WARNING: Retrying … [Errno -3] Temporary failure in name resolution\nERROR: No matching distribution",
      /cannot be reached/,
    ],
    [
      "ERROR: No matching distribution found for jupyterlab==4.6.6",
      /^Cannot install JupyterLab: No matching distribution found/,
    ],
    ["Killed", /^Cannot install JupyterLab: Killed$/],
  ] as const)
    it(`whyNoPackages() understands ${said.slice(0, 40)}…`, () =>
      assert.match(whyNoPackages(said), sentence));
});
