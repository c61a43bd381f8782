/** What a benchmark of `noisebook bench` is. */
export interface BenchOptions {
  /** Write JSON instead of a table. */
  json?: boolean;
  /** Few repetitions. */
  quick?: boolean;
  /** Fetch what it compares with first. */
  install?: boolean;
}

/** Measures, writes what it found to standard output, and gives the exit status. */
export type Bench = (options: BenchOptions) => Promise<number>;
