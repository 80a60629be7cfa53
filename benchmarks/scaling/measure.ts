import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram } from '../whole-run/build.ts';
import { numberOf, runChild } from '../whole-run/child.ts';
import type { Progress } from '../whole-run/progress.ts';
import type { Axis, ScaledCommand } from './axes.ts';

/** What a command has used of the machine at one size. */
export interface Cost {
  /** User and system CPU seconds of the whole process. */
  readonly cpuS: number;
  readonly peakMb: number;
}

export interface SizeReport {
  readonly size: number;
  readonly cases: number;
  readonly entries: number;
  /** Null where the command is not measured on this axis. */
  readonly costs: Readonly<Record<ScaledCommand, Cost | null>>;
}

export interface AxisReport {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly sizes: readonly SizeReport[];
}

interface Settings {
  readonly root: string;
  /** For scenarios and run folders; removed by the caller. */
  readonly folder: string;
  readonly progress: Progress;
}

/** Ten million waiting cases need as much; nothing else comes near. */
const HEAP = '--max-old-space-size=14000';

type Json = Readonly<Record<string, unknown>>;

/** Each size once, by the command line of the built package, a process for each command. */
export async function measureAxis(axis: Axis, settings: Settings): Promise<AxisReport> {
  const { id, title, unit } = axis;
  const sizes: SizeReport[] = [];
  for (const size of axis.sizes) sizes.push(await measureSize(axis, size, settings));
  return { id, title, unit, sizes };
}

async function measureSize(axis: Axis, size: number, settings: Settings): Promise<SizeReport> {
  const { folder, progress, root } = settings;
  const scenario = join(folder, 'scenarios', 'measured');
  // A scenario may extend those beside it only.
  cpSync(join(root, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
  mkdirSync(scenario, { recursive: true });
  writeFileSync(join(scenario, 'scenario.yaml'), axis.textOf(size));
  const out = join(folder, 'run');
  const measured = async (command: ScaledCommand, args: readonly string[]) => {
    progress.at(`${axis.id}: ${command} of ${size} ${axis.unit}`);
    return commandLine(args, root);
  };
  const run = await measured('run', ['run', scenario, '--json', '--no-audit', '--out', out]);
  const audit = await measured('audit', ['audit', out, '--json']);
  const prove = axis.commands.includes('prove')
    ? await measured('prove', ['prove', scenario, '--json'])
    : null;
  rmSync(out, { recursive: true });
  const { ledger, summary } = run.result as { readonly ledger: Json; readonly summary: Json };
  return {
    size,
    cases: numberOf(summary, 'cases'),
    entries: numberOf(ledger, 'entries'),
    costs: { run: run.cost, audit: audit.cost, prove: prove?.cost ?? null },
  };
}

async function commandLine(
  args: readonly string[],
  root: string,
): Promise<{ readonly cost: Cost; readonly result: Json }> {
  const program = builtProgram(new URL('../whole-run/command-line.ts', import.meta.url), root);
  const { stdout, usage } = await runChild(process.execPath, [HEAP, program, ...args], root);
  const used = JSON.parse(usage) as Json;
  return {
    cost: { cpuS: numberOf(used, 'cpu_s'), peakMb: numberOf(used, 'peak_mb') },
    result: JSON.parse(stdout) as Json,
  };
}
