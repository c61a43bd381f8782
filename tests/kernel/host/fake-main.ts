/** A kernel process with the made-up language, whose interpreter owns a process as a real one does. */
import { spawn } from "node:child_process";
import { serve } from "../../../kernel/host/serve.ts";
import { fakeStarter } from "./fake-interpreter.ts";

await serve(process.argv[2]!, (host) => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
  const fake = fakeStarter().start(host);
  return {
    ...fake,
    async execute(cell) {
      if (cell.code === "fault") setTimeout(() => Promise.reject(new Error("a fault in the kernel")), 0);
      if (cell.code !== "pid") return fake.execute(cell);
      host.output({
        origin: cell.origin,
        type: "stream",
        content: { name: "stdout", text: String(child.pid) },
      });
      return { status: "ok", userExpressions: {} };
    },
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
  };
});
