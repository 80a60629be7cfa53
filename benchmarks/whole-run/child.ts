import { spawn } from 'node:child_process';

/** What a child process left: its standard output, and what it wrote to file descriptor 3. */
export interface ChildOutput {
  readonly stdout: string;
  readonly usage: string;
}

/** Runs a program to its end and returns its output. If its exit code is not one of `codes`, throws an error with its messages. */
export async function runChild(
  program: string,
  args: readonly string[],
  folder: string,
  codes: readonly number[] = [0],
): Promise<ChildOutput> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const stop = () => child.kill();
  process.once('exit', stop);
  const [stdout, stderr, usage] = [1, 2, 3].map((descriptor) => {
    const chunks: Buffer[] = [];
    child.stdio[descriptor]?.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString('utf8');
  }) as [() => string, () => string, () => string];
  const end = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no reason'));
  });
  process.off('exit', stop);
  if (typeof end === 'string' || !codes.includes(end))
    throw new ChildFailed(`${program} ${args.join(' ')} ended with ${end}\n${stderr().trim()}`);
  return { stdout: stdout(), usage: usage() };
}

export class ChildFailed extends Error {}

/** The JSON object on the last line. */
export function lastLine(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

/** A field that has to be there and to be a number. */
export function numberOf(record: Readonly<Record<string, unknown>>, field: string): number {
  const value = record[field];
  if (typeof value !== 'number') throw new ChildFailed(`no number ${field} in ${JSON.stringify(record)}`);
  return value;
}
