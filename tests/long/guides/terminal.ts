/** A reader's terminal: runs a command, opens what it serves, presses Ctrl-C, and stays in the folder it went to. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Terminal {
  /** The folder that the last command left it in. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** A folder in which it notes the other one. */
  notes: string;
}

/** How a command ended, and all that it said. */
export interface Typed {
  status: number | null;
  said: string;
}

/** When a command that goes on is told to stop. */
export interface Until {
  /** What it says when it is so far. */
  says: RegExp;
  /** What it says is an address, which must answer until Ctrl-C and not afterwards. */
  serves?: boolean;
}

/** Runs a command to its end. */
export async function type(terminal: Terminal, command: string): Promise<Typed> {
  const program = start(terminal, command);
  const status = await program.ended;
  terminal.folder = readFileSync(noteOf(terminal), "utf8").trim();
  return { status, said: program.said() };
}

/**
 * Runs a command until it is so far, and presses Ctrl-C, of which npm and bash make one status or another.
 *
 * @throws {Error} With all that it said, if it ends before, or does not end then.
 */
export async function typeUntil(terminal: Terminal, command: string, until: Until): Promise<void> {
  const program = start(terminal, command);
  let url = "";
  try {
    [url] = await program.hears(until.says);
    // A browser would keep the cookie that comes with a redirection.
    if (until.serves) assert.ok((await fetch(url, { redirect: "manual" })).status < 400, url);
  } finally {
    program.signal("SIGINT");
  }
  let isKilled = false;
  const patience = setTimeout(() => {
    isKilled = true;
    program.signal("SIGKILL");
  }, 30_000);
  await program.ended;
  clearTimeout(patience);
  assert.ok(!isKilled, `it does not end at Ctrl-C: ${program.said()}`);
  if (until.serves) await assert.rejects(fetch(url), `${url} still answers`);
}

const noteOf = ({ notes }: Terminal) => join(notes, "folder.txt");

function start(terminal: Terminal, command: string) {
  const script = `${command}\nstatus=$?\npwd > "$NOTE"\nexit $status`;
  const child = spawn("bash", ["-c", script], {
    cwd: terminal.folder,
    env: { ...terminal.env, NOTE: noteOf(terminal) },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal makes one for each command.
    detached: true,
  });
  let said = "";
  let look = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      look();
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const hears = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      look = () => {
        const match = pattern.exec(said);
        if (match) resolve(match);
      };
      void ended.then((status) => reject(new Error(`it ended with status ${status}: ${said}`)));
    });
  const signal = (name: "SIGINT" | "SIGKILL") => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, name);
  };
  return { ended, hears, signal, said: () => said };
}
