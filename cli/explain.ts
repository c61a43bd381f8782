import { UsageError } from "./command.ts";

/** What V8 and Node say of a mistake in a program; it begins as our sentences do. */
const engineSays =
  /^Cannot (?:(?:read|set) propert|access '|destructure |convert (?:undefined|object|a Symbol|a BigInt)|assign to read|(?:add|create|define|delete|redefine) property|mix BigInt|use 'in'|find (?:module|package) ')/;

/**
 * What is printed of an error that ended a command, and the exit status. Faults of use and of the world are sentences that
 * begin with "Cannot"; anything else is a fault of ours, with its trace.
 */
export function explain(error: Error): { text: string; status: number } {
  if (error instanceof UsageError) return { text: error.message, status: 2 };
  const isSentence = /^(Cannot|The kernel) /.test(error.message) && !engineSays.test(error.message);
  return { text: isSentence ? error.message : (error.stack ?? error.message), status: 1 };
}
