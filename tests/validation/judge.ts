import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { parseScenario } from '#scenario';
import { type Contribution, estimateMean, pseudoValues } from '#statistics';
import { sha256 } from '../running.ts';
import { readRunLog } from './run-log.ts';
import type { Allowance, Expectation, MeasuredRun, Plan, Point, ValidationCase } from './validation-case.ts';

/** A measure compared with one expectation. */
export interface Row {
  readonly case: string;
  readonly point: string;
  readonly measure: string;
  readonly unit: string;
  readonly source: string;
  readonly expected: number;
  readonly expectedError: number;
  readonly allowance: Allowance | null;
  readonly simulated: number;
  /** Of the 95 % interval over independent replications. */
  readonly halfWidth: number;
  readonly error: number;
  readonly replications: number;
  /** Difference (beyond the allowance) ÷ its standard error. */
  readonly z: number;
  readonly isInside: boolean;
}

export interface Effort {
  readonly version: 'full' | 'short';
  /** Share of the counted arrivals of a replication, 1 in full. */
  readonly share: number;
  /** Overrides the replications that the points ask for. */
  readonly replications?: number;
  /** A measure is inside if |simulated − expected| is at most so many standard errors. */
  readonly errors: number;
  readonly seed?: string;
}

export const FULL: Effort = { version: 'full', share: 1, errors: 3 };

/** Every measure of the case; `progress` is called for each replication. */
export function judge(
  validated: ValidationCase,
  effort: Effort,
  progress: (text: string) => void = () => {},
): readonly Row[] {
  return validated.points.flatMap((point) => judgePoint(validated, point, effort, progress));
}

function judgePoint(
  { id }: ValidationCase,
  point: Point,
  effort: Effort,
  progress: (text: string) => void,
): readonly Row[] {
  const { measures, setups } = point;
  const replications = effort.replications ?? point.replications[effort.version];
  const seed = `${effort.seed ?? 'truth'}/${id}/${point.id}`;
  if (replications === 0) return [];
  const plans = setups.map((setup) => {
    const plan = setup(effort.share);
    return { plan, scenario: scenarioOf(plan) };
  });
  const contributions: Contribution[][] = measures.map(() => []);
  for (let replication = 0; replication < replications; replication++) {
    progress(`${id} ${point.id}: replication ${replication + 1} of ${replications}`);
    const runs = plans.map(({ plan, scenario }) => measuredRun(plan, scenario, seed, replication));
    measures.forEach(({ of }, i) => {
      contributions[i]?.push(of(...runs));
    });
  }
  return measures.flatMap(({ expected, name, unit }, i) => {
    const values = pseudoValues(contributions[i] as Contribution[]);
    if (values === null) throw new RangeError(`${id} ${point.id}: nothing was seen of ${name}`);
    const about = { case: id, point: point.id, measure: name, unit };
    return expected.map((expectation) => rowOf(about, values, expectation, effort.errors));
  });
}

function rowOf(
  about: Pick<Row, 'case' | 'point' | 'measure' | 'unit'>,
  values: readonly number[],
  expected: Expectation,
  errors: number,
): Row {
  const { count, deviation, halfWidth, mean } = estimateMean(values, 0.95);
  const error = deviation / Math.sqrt(count);
  const bothErrors = Math.hypot(error, expected.error);
  const { allowance = null } = expected;
  const difference = beyond(mean - expected.value, allowance);
  return {
    ...about,
    source: expected.source,
    expected: expected.value,
    expectedError: expected.error,
    allowance,
    simulated: mean,
    halfWidth,
    error,
    replications: count,
    z: difference === 0 ? 0 : difference / bothErrors,
    isInside: Math.abs(difference) <= errors * bothErrors,
  };
}

function beyond(difference: number, allowance: Allowance | null): number {
  if (allowance === null) return difference;
  return difference > 0
    ? Math.max(0, difference - allowance.above)
    : Math.min(0, difference + allowance.below);
}

/** One replication of a plan, with the cases that count. */
export function measuredRun(plan: Plan, scenario: Scenario, seed: string, replication: number): MeasuredRun {
  const chunks: Buffer[] = [];
  const run = startReplication(scenario, {
    seed,
    replication,
    engine: 'compiled',
    digest: sha256,
    writeLedger: (bytes) => chunks.push(Buffer.from(bytes)),
    engineVersion: 'validation',
  });
  while (!run.advance(scenario.horizonMs));
  run.finish();
  const log = readRunLog(Buffer.concat(chunks), scenario);
  const counted = log.cases.filter(({ openedMs }) => openedMs >= plan.fromMs && openedMs < plan.toMs);
  return { ...plan, log, counted };
}

/** Files that a case extends lie in a folder next to it: `../base` is tests/validation/base. */
export function scenarioOf({ text }: Pick<Plan, 'text'>): Scenario {
  const parsed = parseScenario({
    path: 'validation/case/scenario.yaml',
    text,
    readFile: (path) => ({
      ok: true,
      value: readFileSync(join(import.meta.dirname, path.replace(/^validation\//, '')), 'utf8'),
    }),
  });
  if (parsed.ok) return parsed.value.scenario;
  throw new Error(parsed.problem.map(({ line, message }) => `line ${line}: ${message}`).join('\n'));
}
