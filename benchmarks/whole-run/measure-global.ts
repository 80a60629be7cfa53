import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { builtProgram } from './build.ts';
import { ChildFailed, numberOf, runChild } from './child.ts';
import { median } from './estimates.ts';
import type { Progress } from './progress.ts';
import { objectOf, runCommandLine } from './run-program.ts';

/** One part of the whole product's work. Medians of the rounds. */
export interface GlobalPart {
  readonly title: string;
  /** CPU seconds of the whole process or processes. */
  readonly cpuS: number;
  readonly casesPerS: number;
  /** Null where there is no ledger. */
  readonly entriesPerS: number | null;
  readonly peakMb: number;
}

export interface GlobalReport {
  readonly scenario: string;
  /** Null is the scenario's whole horizon. */
  readonly days: number | null;
  readonly rounds: number;
  readonly cases: number;
  readonly entries: number;
  readonly root: string;
  readonly parts: readonly GlobalPart[];
  /** Time with the ledger over time without: median of the rounds' ratios. */
  readonly ledgerRatio: number;
  readonly auditLoop: AuditLoop;
}

/** The auditor at work: reading, hashing and judging, without start-up. Medians of the rounds, entries per second of wall time. */
export interface AuditLoop {
  /** In a process that audits for the first time, as a user's does. */
  readonly firstPerS: number;
  /** In one that has audited before. */
  readonly againPerS: number;
}

interface Settings {
  readonly root: string;
  /** For run folders; what is left in it is removed by the caller. */
  readonly folder: string;
  readonly rounds: number;
  readonly days: number | null;
  readonly progress: Progress;
}

interface Part {
  readonly cpuS: number;
  readonly peakMb: number;
  readonly result: Readonly<Record<string, unknown>>;
}

const SCENARIO = 'css-2014';

/** The command line of the built package: a run without ledger, one with it, and the audit of the latter, interleaved. */
export async function measureGlobal(settings: Settings): Promise<GlobalReport> {
  const { root, folder, rounds, days, progress } = settings;
  const runFolder = join(folder, 'run');
  const until = days === null ? [] : ['--until', `${days} days`];
  const run = (...options: string[]) =>
    commandLine(['run', `scenarios/${SCENARIO}`, '--json', '--out', runFolder, ...until, ...options], root);
  const off: Part[] = [];
  const on: Part[] = [];
  const audits: Part[] = [];
  const loops: AuditLoop[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress.at(`global: run without ledger, round ${round} of ${rounds}`);
    off.push(await run('--no-ledger'));
    progress.at(`global: run with ledger, round ${round} of ${rounds}`);
    on.push(await run('--no-audit'));
    progress.at(`global: audit, round ${round} of ${rounds}`);
    audits.push(await commandLine(['audit', runFolder, '--json'], root));
    loops.push(await auditLoop(runFolder, root));
    await rm(runFolder, { recursive: true });
  }
  const { cases, entries, ledgerRoot } = sameInAll(on);
  const part = (title: string, list: readonly Part[], hasEntries: boolean): GlobalPart => {
    const cpuS = median(list.map((each) => each.cpuS));
    return {
      title,
      cpuS,
      casesPerS: cases / cpuS,
      entriesPerS: hasEntries ? entries / cpuS : null,
      peakMb: Math.max(...list.map(({ peakMb }) => peakMb)),
    };
  };
  const both = on.map(({ cpuS, peakMb, result }, round) => {
    const audit = audits[round] as Part;
    return { cpuS: cpuS + audit.cpuS, peakMb: Math.max(peakMb, audit.peakMb), result };
  });
  return {
    scenario: SCENARIO,
    days,
    rounds,
    cases,
    entries,
    root: ledgerRoot,
    parts: [
      part('run, ledger off', off, false),
      part('run, ledger on', on, true),
      part('audit', audits, true),
      part('run, ledger on, then audit', both, true),
    ],
    ledgerRatio: median(on.map(({ cpuS }, round) => cpuS / (off[round] as Part).cpuS)),
    auditLoop: {
      firstPerS: median(loops.map(({ firstPerS }) => firstPerS)),
      againPerS: median(loops.map(({ againPerS }) => againPerS)),
    },
  };
}

async function commandLine(args: readonly string[], root: string): Promise<Part> {
  const { cpuS, peakMb, stdout } = await runCommandLine(args, root);
  return { cpuS, peakMb, result: objectOf(stdout) };
}

async function auditLoop(runFolder: string, root: string): Promise<AuditLoop> {
  const program = builtProgram(new URL('./audit-loop.ts', import.meta.url), root);
  const { stdout } = await runChild(process.execPath, [program, runFolder], root);
  const measured = JSON.parse(stdout) as Record<string, unknown>;
  const entries = numberOf(measured, 'entries');
  return {
    firstPerS: entries / numberOf(measured, 'first_s'),
    againPerS: entries / numberOf(measured, 'again_s'),
  };
}

/** What every round must have in common, since each simulates the same. */
function sameInAll(runs: readonly Part[]): { cases: number; entries: number; ledgerRoot: string } {
  const [first, ...others] = runs.map(({ result }) => {
    const { summary, ledger } = result as {
      summary: Record<string, unknown>;
      ledger: Record<string, unknown>;
    };
    return {
      cases: numberOf(summary, 'cases'),
      entries: numberOf(ledger, 'entries'),
      ledgerRoot: String(ledger.root),
    };
  });
  if (first === undefined || others.some(({ ledgerRoot }) => ledgerRoot !== first.ledgerRoot)) {
    throw new ChildFailed(`runs of ${SCENARIO} with the same seed gave different ledgers`);
  }
  return first;
}
