/** What a benchmark of `noisebook bench` is. */
export interface BenchOptions {
  /** Write JSON instead of a table. */
  json?: boolean;
  /** Few repetitions. */
  quick?: boolean;
  /** How many threads compute. */
  threads?: number | undefined;
  /** Fetch what it compares with first. */
  install?: boolean;
  /** The one lesson to measure, of the benchmarks that measure each. */
  lesson?: string | undefined;
}

/** Measures, writes what it found to standard output, and gives the exit status. */
export type Bench = (options: BenchOptions) => Promise<number>;
