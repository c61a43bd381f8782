/** What a benchmark of `noisebook bench` is. */
export interface BenchOptions {
  /** Write JSON instead of a table. */
  json?: boolean | undefined;
  /** Few repetitions. */
  quick?: boolean | undefined;
  /** Fetch what it compares with first. */
  install?: boolean | undefined;
}

/** Measures, writes what it found to standard output, and gives the exit status. */
export type Bench = (options: BenchOptions) => Promise<number>;
