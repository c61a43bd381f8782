/** What a command of `noisebook` is, and how its words are read. */
import { parseArgs } from "node:util";
import { nearest } from "./nearest.ts";

/** A command line that is not understood; its message is a sentence with the way out. */
export class UsageError extends Error {
  override name = "UsageError";
}

export interface OptionSpec {
  /** What stands for the value in the help; an option without it takes none. */
  value?: string;
  /** Makes the value optional: only a next word of this form is taken for it. Without it the value is "". */
  optional?: RegExp;
  help: string;
}

/** The options that were given. */
export type Options = Record<string, string | boolean | undefined>;

export interface Command {
  /** As in `noisebook run NOTEBOOK`. */
  usage: string;
  about: string;
  options: Record<string, OptionSpec>;
  /** How many words without dashes it takes, at least and at most. */
  words: [number, number];
  /** Gives the exit status. */
  run(words: string[], options: Options): Promise<number>;
}

/**
 * Reads a command's words and options.
 *
 * @throws {UsageError} If an option is not known or its value is missing, or a word is missing or too many.
 */
export function readArguments(command: Command, args: string[]): { words: string[]; options: Options } {
  const specs: Command["options"] = { ...command.options, help: { help: "" } };
  const types = Object.entries(specs).map(([name, { value }]) => [
    name,
    { type: value ? ("string" as const) : ("boolean" as const), ...(name === "help" ? { short: "h" } : {}) },
  ]);
  const name = command.usage.split(" ", 2).join(" ");
  try {
    const { positionals, values } = parseArgs({
      args: joinOptional(specs, args),
      options: Object.fromEntries(types),
      allowPositionals: true,
    });
    const [least, most] = command.words;
    const isWrong = positionals.length < least || positionals.length > most;
    const options = values as Options;
    if (isWrong && !options["help"]) throw new UsageError(`It is used like this: ${command.usage}`);
    return { words: positionals, options };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [, option = ""] = /'(?:-\w, )?(-[^' ]+)/.exec(message) ?? [];
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const near = nearest(option.replace(/^-+/, ""), Object.keys(specs));
      throw new UsageError(
        `${name} has no option ${option}; ${near ? `did you mean --${near}?` : `see ${name} --help`}`,
      );
    }
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
      const value = specs[option.replace(/^-+/, "")]?.value;
      throw new UsageError(
        value ? `${option} needs a value, as in ${option} ${value}` : `${option} takes no value`,
      );
    }
    throw error;
  }
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const names = Object.entries(command.options).map(([name, { value, optional, help }]) => {
    const shown = value ? ` ${optional ? `[${value}]` : value}` : "";
    return [`--${name}${shown}`, help] as const;
  });
  const width = Math.max(0, ...names.map(([name]) => name.length));
  const options = names.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`);
  return [command.usage, "", command.about, ...(options.length > 0 ? ["", ...options] : [])].join("\n");
}

/** Joins an option whose value may be left out to the next word when that is its value. */
function joinOptional(specs: Command["options"], args: string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const form = specs[args[i]!.replace(/^--/, "")]?.optional;
    if (!form) joined.push(args[i]!);
    else joined.push(`${args[i]}=${form.test(args[i + 1] ?? "") ? args[++i] : ""}`);
  }
  return joined;
}

/**
 * Reads an option that is a number of things.
 *
 * @throws {UsageError} If it is not a whole number from 1 to 256.
 */
export function readCount(name: string, text: string | boolean): number {
  return readWhole(name, text, 256);
}

/**
 * Reads an option that is a time in seconds.
 *
 * @throws {UsageError} If it is not a whole number from 1 to those of a day.
 */
export function readSeconds(name: string, text: string | boolean): number {
  return readWhole(name, text, 24 * 60 * 60);
}

function readWhole(name: string, text: string | boolean, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new UsageError(`--${name} must be a whole number from 1 to ${most}, got ${text}`);
}
