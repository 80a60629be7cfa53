import { builtProgram } from './build.ts';
import { ChildFailed, lastLine, numberOf, runChild } from './child.ts';
import type { ModelSpec } from './model-specs.ts';

/** A program that runs a model: `program …args SIZE SEED` prints the model's JSON on its last line. */
export interface Competitor {
  readonly id: 'meridian' | 'cpp' | 'simjs';
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** One run of a model by one competitor. */
export interface ModelRun {
  readonly seed: number;
  readonly cases: number;
  readonly events: number;
  /** CPU seconds of the whole process, user and system. */
  readonly cpuS: number;
  /** Wall time of the model's own loop, s. */
  readonly loopS: number;
  readonly peakMb: number;
  readonly statistics: Readonly<Record<string, number>>;
}

/** Node programs run as users run them: compiled, by plain Node. */
export function competitorsFor(model: ModelSpec, root: string, twin: string | null): readonly Competitor[] {
  const meridian = builtProgram(new URL('./model.ts', import.meta.url), root);
  const simjs = builtProgram(new URL('../peers/simjs-model.ts', import.meta.url), root);
  const node = { program: process.execPath };
  return [
    { id: 'meridian', title: 'Meridian', ...node, args: [meridian, model.id] },
    ...(twin === null ? [] : [{ id: 'cpp' as const, title: 'C++ twin', program: twin, args: [] }]),
    { id: 'simjs', title: 'simjs', ...node, args: [simjs, model.id] },
  ];
}

export async function runOnce(
  { program, args }: Competitor,
  model: ModelSpec,
  size: number,
  seed: number,
  root: string,
): Promise<ModelRun> {
  const { stdout } = await runChild(program, [...args, String(size), String(seed)], root);
  const result = lastLine(stdout);
  const run = {
    seed,
    cases: numberOf(result, 'cases'),
    events: numberOf(result, 'events'),
    cpuS: numberOf(result, 'cpu_s'),
    loopS: numberOf(result, 'loop_s'),
    peakMb: numberOf(result, 'peak_mb'),
    statistics: Object.fromEntries(model.statistics.map(({ id }) => [id, numberOf(result, id)])),
  };
  if (run.cases < 1 || run.cpuS <= 0) throw new ChildFailed(`nothing was simulated: ${stdout}`);
  return run;
}
