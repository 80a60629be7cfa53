import { readFileSync } from 'node:fs';

/** What a process has used of the machine. */
export interface Usage {
  /** User and system CPU seconds, start-up included. */
  readonly cpu_s: number;
  /** Peak resident memory, MB (10^6 bytes). */
  readonly peak_mb: number;
}

/** Of this process, since it started. */
export function usageOfProcess(): Usage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    cpu_s: (userCPUTime + systemCPUTime) / 1e6,
    peak_mb: ((peakFromProc() ?? maxRSS) * 1024) / 1e6,
  };
}

/**
 * KiB, on Linux; null elsewhere. The kernel's maxRSS starts from what the parent held when it started this process, so
 * that a small child of a large parent would look large.
 */
function peakFromProc(): number | null {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kibibytes === undefined ? null : Number(kibibytes);
  } catch {
    return null;
  }
}
