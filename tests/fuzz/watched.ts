import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Processor time of a process so far, and the most memory that it ever had. Linux only. */
function usageOf(pid: number): { readonly cpuMs: number; readonly mostBytes: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const most = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // Fields 14 and 15 of the file: user and system time in hundredths of a second.
    return { cpuMs: 10 * (Number(fields[11]) + Number(fields[12])), mostBytes: 1024 * Number(most ?? 0) };
  } catch {
    return null;
  }
}

const LOOKS_EVERY_MS = 50;

export interface Watched<Value> {
  /** Null if the process was ended, or has ended. */
  readonly value: Value | null;
  readonly why: string;
  readonly mostBytes: number;
}

/** Waits for an answer of a process, and ends the process if it takes more processor time or memory than it may. */
export async function watched<Value>(
  child: ChildProcess,
  answer: Promise<Value>,
  most: { readonly cpuMs: number; readonly bytes: number },
): Promise<Watched<Value>> {
  const pid = child.pid ?? 0;
  const begun = usageOf(pid)?.cpuMs ?? 0;
  let mostBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let ended = (_code: number | null, _signal: string | null) => {};
  const stopped = new Promise<string>((resolve) => {
    ended = (code, signal) => resolve(`the process ended (${signal ?? code})`);
    child.once('exit', ended);
    timer = setInterval(() => {
      const usage = usageOf(pid);
      if (usage === null) return;
      mostBytes = usage.mostBytes;
      if (usage.cpuMs - begun > most.cpuMs) resolve(`it took more than ${most.cpuMs} ms of processor time`);
      if (usage.mostBytes > most.bytes) resolve(`it took more than ${most.bytes} bytes`);
    }, LOOKS_EVERY_MS);
  });
  const first = await Promise.race([answer.then((value) => ({ value })), stopped.then((why) => ({ why }))]);
  clearInterval(timer);
  child.off('exit', ended);
  if ('value' in first) return { value: first.value, why: '', mostBytes };
  child.kill('SIGKILL');
  return { value: null, why: first.why, mostBytes };
}
