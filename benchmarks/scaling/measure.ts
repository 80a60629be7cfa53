import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { ChildFailed, numberOf } from '../whole-run/child.ts';
import type { Progress } from '../whole-run/progress.ts';
import { objectOf, runCommandLine } from '../whole-run/run-program.ts';
import type { Axis } from './axes.ts';
import { argumentsOf, isPossible, type ScaledCommand } from './commands.ts';

/** What a command cost. */
export interface Cost {
  /** User and system CPU seconds of the whole process. */
  readonly cpuS: number;
  readonly peakMb: number;
  /** Load average of the machine over the last minute, when the command ended. Other work makes all figures larger. */
  readonly load: number;
}

export interface SizeReport {
  readonly size: number;
  /** Null if the run failed. */
  readonly cases: number | null;
  readonly entries: number | null;
  /** By command, one for each round in which it did not fail. */
  readonly costs: Readonly<Partial<Record<ScaledCommand, readonly Cost[]>>>;
  readonly failures: readonly { readonly command: ScaledCommand; readonly problem: string }[];
}

export interface AxisReport {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly commands: readonly ScaledCommand[];
  /** Of a day of `first-steps`, which is start-up for the most part. */
  readonly start: SizeReport;
  readonly sizes: readonly SizeReport[];
}

interface Settings {
  readonly root: string;
  /** For scenarios and run folders; removed by the caller. */
  readonly folder: string;
  readonly rounds: number;
  readonly progress: Progress;
  /** Takes each figure as soon as it is known, and each failure. */
  readonly tell: (line: string) => void;
}

/** Exit codes of a command that did its work: it found promises kept, or broken. */
const CODES = [0, 1];

type Json = Readonly<Record<string, unknown>>;

const SMALL =
  'meridian: 1\nextends: ../first-steps\nname: small\ntitle: A day of first-steps\nhorizon: 1 day\n';

/** Measures the command line of the built package, one process per command. A command that fails does not stop the others. */
export async function measureAxis(axis: Axis, settings: Settings): Promise<AxisReport> {
  const { commands, id, title, unit } = axis;
  const start = await measureSize({ ...axis, unit: 'start-up', textOf: () => SMALL }, 0, settings);
  const sizes: SizeReport[] = [];
  for (const size of axis.sizes) sizes.push(await measureSize(axis, size, settings));
  return { id, title, unit, commands, start, sizes };
}

async function measureSize(axis: Axis, size: number, settings: Settings): Promise<SizeReport> {
  const { folder, rounds, root } = settings;
  const place = { scenario: join(folder, 'scenarios', 'measured'), folder: join(folder, 'out') };
  // A scenario can extend only scenarios in the same folder.
  cpSync(join(root, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
  mkdirSync(place.scenario, { recursive: true });
  writeFileSync(join(place.scenario, 'scenario.yaml'), axis.textOf(size));
  const costs: Partial<Record<ScaledCommand, Cost[]>> = {};
  const failures: { command: ScaledCommand; problem: string }[] = [];
  let counts: { readonly cases: number | null; readonly entries: number | null } = {
    cases: null,
    entries: null,
  };
  for (let round = 0; round < rounds; round++) {
    const failed = new Set<ScaledCommand>();
    rmSync(place.folder, { recursive: true, force: true });
    mkdirSync(place.folder);
    for (const command of axis.commands) {
      if (!isPossible(command, failed)) continue;
      const measured = await measure(command, argumentsOf(command, place), { axis, size, settings });
      if ('problem' in measured) {
        failed.add(command);
        failures.push({ command, problem: measured.problem });
        continue;
      }
      costs[command] = [...(costs[command] ?? []), measured.cost];
      if (command === 'run') counts = countsOf(measured.result);
    }
  }
  rmSync(place.folder, { recursive: true, force: true });
  return { size, ...counts, costs, failures };
}

function countsOf(run: Json): { readonly cases: number; readonly entries: number } {
  const { ledger, summary } = run as { readonly ledger: Json; readonly summary: Json };
  return { cases: numberOf(summary, 'cases'), entries: numberOf(ledger, 'entries') };
}

async function measure(
  command: ScaledCommand,
  args: readonly string[],
  { axis, settings, size }: { readonly axis: Axis; readonly size: number; readonly settings: Settings },
): Promise<{ readonly cost: Cost; readonly result: Json } | { readonly problem: string }> {
  const { progress, root, tell } = settings;
  const what = `${axis.unit}: ${size.toLocaleString('en-GB')}, ${command}`;
  progress.at(what);
  try {
    const nodeOptions = axis.nodeOptions ?? [];
    const { cpuS, peakMb, stdout } = await runCommandLine(args, root, { codes: CODES, nodeOptions });
    const result = objectOf(stdout);
    const load = loadavg()[0] ?? 0;
    const cost = { cpuS, peakMb, load };
    progress.clear();
    tell(`${what}: ${cost.cpuS.toFixed(2)} CPU s, ${cost.peakMb.toFixed(0)} MB (load ${load.toFixed(1)})`);
    return { cost, result };
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    progress.clear();
    tell(`${what}: failed. ${error.message}`);
    return { problem: error.message };
  }
}
