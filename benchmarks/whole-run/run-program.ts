import { join } from 'node:path';
import { ChildFailed, lastLine, numberOf, runChild } from './child.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a process has used, and what it printed. */
export interface Ran {
  /** User and system CPU seconds, start-up included. */
  readonly cpuS: number;
  readonly peakMb: number;
  readonly stdout: string;
}

interface Choices {
  readonly nodeOptions?: readonly string[];
  /** Exit codes of a command that did its work. */
  readonly codes?: readonly number[];
}

/** Runs the command line of the package that is built in `root`. */
export async function runCommandLine(
  args: readonly string[],
  root: string,
  { codes = [0], nodeOptions = [] }: Choices = {},
): Promise<Ran> {
  const program = programIn(root, 'command-line');
  const { stdout, usage } = await runChild(process.execPath, [...nodeOptions, program, ...args], root, codes);
  return { ...usedIn(objectOf(usage)), stdout };
}

/** Runs a model with the package that is built in `root`. */
export async function runModelIn(args: readonly string[], root: string): Promise<Ran> {
  const { stdout } = await runChild(process.execPath, [programIn(root, 'model'), ...args], root);
  return { ...usedIn(lastLine(stdout)), stdout };
}

function programIn(root: string, name: string): string {
  return join(root, 'dist/benchmarks/whole-run', `${name}.js`);
}

function usedIn(record: Json): { readonly cpuS: number; readonly peakMb: number } {
  return { cpuS: numberOf(record, 'cpu_s'), peakMb: numberOf(record, 'peak_mb') };
}

/** A program that crashed also ends with exit code 1, but prints no JSON. */
export function objectOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ChildFailed(`no JSON: ${text.slice(0, 200)}`);
  }
}
