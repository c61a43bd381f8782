/** What a jailed program may use. */
export interface Limits {
  /** Seconds by the clock: for what waits for ever. On a busy machine an honest notebook takes several times its usual time. */
  seconds: number;
  /** Seconds of processors, of all its processes together: for what computes for ever. They do not depend on what else runs. */
  processorSeconds: number;
  /** Bytes of memory, of all its processes and of what it writes (its disk is in memory too). */
  memory: number;
  /** Processes and threads at one time. */
  processes: number;
  /** Cores: 1.5 is one and a half. */
  cores: number;
  /** Bytes on its standard output and error together. */
  output: number;
  /** Bytes of files in each of its two folders, /work and /tmp. */
  disk: number;
}

/** Enough for a lesson's notebook: Node alone takes about 15 threads a process, and the kernel is three processes. */
export const lessonLimits: Limits = {
  seconds: 1200,
  processorSeconds: 300,
  memory: 3 * 2 ** 30,
  processes: 128,
  cores: 2,
  output: 64 * 2 ** 20,
  disk: 256 * 2 ** 20,
};
