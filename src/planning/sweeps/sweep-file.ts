import { failure, type Result, shown, success } from '#base';
import {
  inReadingOrder,
  nodeAt,
  type Place,
  parseDuration,
  plainOf,
  readYaml,
  type ScenarioIssue,
  type ScenarioIssueCode,
  type SourceMap,
  type SourceNode,
  suggestion,
  type TreeValue,
} from '#scenario';
import { stepsOf } from './changed-tree.ts';

export type SweepDesign = 'grid' | 'list' | 'latin hypercube';

/** A range of numbers that a parameter takes. `step` null: anything in between (Latin hypercubes and inputs only). */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly step: number | null;
}

/** What is varied: the places of a scenario file that a path matches, and their values. */
export interface SweepParameter {
  readonly name: string;
  /** Keys from the root; `*` stands for every key of a map. */
  readonly path: readonly string[];
  /** `set` puts the value there; `times` multiplies the existing value. */
  readonly mode: 'set' | 'times';
  readonly values: readonly TreeValue[] | NumberRange;
  /** Where the parameter is written, for later findings. */
  readonly place: Place;
}

export interface Sweep {
  /** The scenario, as the file names it: a path relative to the file. */
  readonly scenario: string;
  readonly design: SweepDesign;
  /** Points of a Latin hypercube. */
  readonly points: number;
  readonly replications: number;
  readonly untilMs: number | null;
  readonly parameters: readonly SweepParameter[];
}

const KEYS = ['meridian-sweep', 'scenario', 'design', 'points', 'replications', 'until', 'vary'];
const PARAMETER_KEYS = ['path', 'values', 'times'];
const DESIGNS: readonly SweepDesign[] = ['grid', 'list', 'latin hypercube'];
const PATH_REMEDY = 'write keys joined by dots, e.g. centres.dublin.groups.*.shifts.*.agents';
/** More would be a mistake rather than a wish. */
const POINTS_MAX = 100_000;

/**
 * The purpose of reading the file. `points`: the design lays out points over the values. `inputs`: only the varied inputs count, and ranges
 * stay ranges whatever the design; every input must have at least two values.
 */
export type SweepUse = 'points' | 'inputs';

/** Reads a sweep file, or reports everything that is wrong with it. */
export function parseSweep(
  path: string,
  text: string,
  use: SweepUse = 'points',
): Result<Sweep, readonly ScenarioIssue[]> {
  const read = readYaml(path, text);
  if (!read.ok) return read;
  return new SweepReader(read.value, path, use).read();
}

/** Values of a path: a list, or a range such as `10..40 step 5`. Factors are written `*1.1`. */
type VariedValues = string | readonly TreeValue[];

/** A sweep without a file: a grid over the values of paths, named by their last keys if these differ. `name`: what issues call it. */
export function sweepOf(
  vary: Readonly<Record<string, VariedValues>>,
  name: string,
  use: SweepUse = 'points',
): Result<Sweep, readonly ScenarioIssue[]> {
  const paths = Object.keys(vary);
  const lastOf = (path: string) => stepsOf(path)?.at(-1) ?? path;
  const isNamed = new Set(paths.map(lastOf)).size === paths.length;
  const written = Object.entries(vary).map(([path, values]) => {
    const factors = Array.isArray(values)
      ? values.map((value) => Number(/^\*(.+)$/.exec(String(value))?.[1]))
      : [];
    const isTimes = factors.length > 0 && factors.every(Number.isFinite);
    return [isNamed ? lastOf(path) : path, { path, ...(isTimes ? { times: factors } : { values }) }] as const;
  });
  const file = { 'meridian-sweep': 1, scenario: name, vary: Object.fromEntries(written) };
  return parseSweep(name, JSON.stringify(file), use);
}

/** What can be wrong with a sweep file: the code of the issue, what is said, and the remedy. */
const PROBLEMS = {
  version: ['unsupported-format', 'the format of sweeps is 1', 'write meridian-sweep: 1'],
  scenario: ['wrong-type', "the key 'scenario' must name a scenario", "write a path such as '../css-2014'"],
  design: ['unknown-word', 'the design is unknown', `choose one of ${DESIGNS.join(', ')}`],
  until: ['bad-duration', "the key 'until' must be a duration", 'write e.g. until: 3 days'],
  'no vary': ['missing-key', 'nothing is varied', 'list what is to be varied under vary:'],
  vary: [
    'wrong-type',
    "the key 'vary' must be a map of parameters",
    'write a name, and below it path: and values:',
  ],
  lengths: [
    'alternatives',
    'a list takes one value of each parameter for each point',
    'give all parameters the same number of values',
  ],
  parameter: [
    'wrong-type',
    'a parameter must be a map',
    'write path: and values: (or times:) below the name',
  ],
  'no path': ['missing-key', 'a parameter needs a path', PATH_REMEDY],
  path: ['wrong-type', 'a parameter needs a path', PATH_REMEDY],
  'no values': [
    'alternatives',
    'a parameter needs either values or times',
    'write values: 10..40 step 5, or times: 0.8..1.2 step 0.1',
  ],
  factors: ['wrong-type', 'factors must be numbers', 'write times: [0.8, 1, 1.2]'],
  'one value': ['out-of-range', 'an input has one value only', 'give it two values, or a range'],
  'empty values': ['empty-list', 'there are no values', 'write e.g. [10, 20, 30]'],
  values: ['bad-number', 'neither a list nor a range', 'write [10, 20, 30] or 10..40 step 5'],
  'no step': ['missing-key', 'a range needs a step here', 'write e.g. 10..40 step 5'],
} as const satisfies Readonly<Record<string, Problem>>;

type Problem = readonly [code: ScenarioIssueCode, message: string, remedy: string];

class SweepReader {
  private readonly root: SourceMap;
  private readonly file: string;
  private readonly use: SweepUse;
  private readonly issues: ScenarioIssue[] = [];

  constructor(root: SourceMap, file: string, use: SweepUse) {
    this.root = root;
    this.file = file;
    this.use = use;
  }

  read(): Result<Sweep, readonly ScenarioIssue[]> {
    this.unknownKeys(this.root, KEYS, '');
    const version = this.scalar('meridian-sweep');
    if (version !== undefined && version !== 1) this.fail('meridian-sweep', PROBLEMS.version);
    const scenario = this.scalar('scenario');
    if (scenario !== undefined && typeof scenario !== 'string') this.fail('scenario', PROBLEMS.scenario);
    const designed = this.scalar('design', 'grid');
    const design = DESIGNS.find((known) => known === designed);
    if (design === undefined) this.fail('design', PROBLEMS.design);
    const points = this.whole(
      'points',
      design === 'latin hypercube' && this.use === 'points' ? undefined : 1,
    );
    const replications = this.whole('replications', 5);
    const until = this.scalar('until', null);
    let untilMs: number | null = null;
    if (until !== null && until !== undefined) {
      const parsed = parseDuration(String(until));
      if (parsed.ok && parsed.value > 0) untilMs = parsed.value;
      else this.fail('until', PROBLEMS.until);
    }
    const parameters = this.parameters(this.use === 'inputs' ? 'latin hypercube' : (design ?? 'grid'));
    if (this.issues.length > 0) return failure(inReadingOrder(this.issues, [this.file]));
    return success({
      scenario: scenario as string,
      design: design as SweepDesign,
      points,
      replications,
      untilMs,
      parameters,
    });
  }

  private parameters(design: SweepDesign): readonly SweepParameter[] {
    const vary = nodeAt(this.root, ['vary']);
    if (vary === undefined) return this.fail('vary', PROBLEMS['no vary']) ?? [];
    if (vary.kind !== 'map' || vary.entries.size === 0) return this.fail('vary', PROBLEMS.vary) ?? [];
    const parameters = [...vary.entries].flatMap(([name, { node }]) => this.parameter(name, node, design));
    const lengths = new Set(parameters.map(({ values }) => (Array.isArray(values) ? values.length : 0)));
    if (design === 'list' && this.issues.length === 0 && lengths.size > 1)
      this.fail('vary', PROBLEMS.lengths);
    const product = parameters.reduce(
      (all, { values }) => all * (Array.isArray(values) ? values.length : 1),
      1,
    );
    const remedy = `keep it below ${POINTS_MAX}, or use a latin hypercube`;
    if (design === 'grid' && product > POINTS_MAX)
      this.fail('vary', ['out-of-range', `the grid has ${product} points`, remedy]);
    return parameters;
  }

  private parameter(name: string, node: SourceNode, design: SweepDesign): readonly SweepParameter[] {
    const at = `vary.${name}`;
    if (node.kind !== 'map') return this.failAt(node, at, PROBLEMS.parameter) ?? [];
    this.unknownKeys(node, PARAMETER_KEYS, at);
    const path = nodeAt(node, ['path']);
    const steps = path?.kind === 'scalar' ? stepsOf(String(path.value ?? '')) : null;
    if (path === undefined || steps === null)
      this.failAt(path ?? node, `${at}.path`, PROBLEMS[path === undefined ? 'no path' : 'path']);
    const [set, times] = [nodeAt(node, ['values']), nodeAt(node, ['times'])];
    const given = set ?? times;
    if (given === undefined || (set !== undefined && times !== undefined))
      return this.failAt(node, at, PROBLEMS['no values']) ?? [];
    const values = this.values(given, `${at}.${set === undefined ? 'times' : 'values'}`, design);
    if (values === null || path === undefined || steps === null) return [];
    const mode = set === undefined ? 'times' : 'set';
    if (mode === 'times' && Array.isArray(values) && values.some((value) => typeof value !== 'number'))
      return this.failAt(given, `${at}.times`, PROBLEMS.factors) ?? [];
    if (this.use === 'inputs' && !isVaried(values))
      return this.failAt(given, at, PROBLEMS['one value']) ?? [];
    return [{ name, path: steps, mode, values, place: path.place }];
  }

  /** A list of values, or a range, which becomes a list if it has steps. */
  private values(node: SourceNode, at: string, design: SweepDesign): SweepParameter['values'] | null {
    if (node.kind === 'list') {
      return node.items.length > 0
        ? node.items.map(plainOf)
        : this.failAt(node, at, PROBLEMS['empty values']);
    }
    const text = node.kind === 'scalar' ? String(node.value) : '';
    const match = /^(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)(?:\s+step\s+(\d+(?:\.\d+)?))?$/.exec(text);
    const [low, high, step] =
      match === null
        ? []
        : [Number(match[1]), Number(match[2]), match[3] === undefined ? null : Number(match[3])];
    if (low === undefined || high === undefined || high < low || step === 0)
      return this.failAt(node, at, PROBLEMS.values);
    if (step === undefined || step === null)
      return design === 'latin hypercube'
        ? { low, high, step: null }
        : this.failAt(node, at, PROBLEMS['no step']);
    const count = Math.floor((high - low) / step + 1e-9) + 1;
    if (design === 'latin hypercube') return { low, high: low + (count - 1) * step, step };
    return Array.from({ length: count }, (_, i) => Number((low + i * step).toPrecision(12)));
  }

  private whole(key: string, otherwise: number | undefined): number {
    const value = this.scalar(key, otherwise);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= POINTS_MAX)
      return value;
    const message = `${key} must be a whole number from 1 to ${POINTS_MAX}`;
    if (value !== undefined) this.fail(key, ['out-of-range', message, `write e.g. ${key}: 40`]);
    return 1;
  }

  private scalar(
    key: string,
    otherwise?: string | number | null,
  ): string | number | boolean | null | undefined {
    const node = nodeAt(this.root, [key]);
    if (node === undefined) {
      if (otherwise !== undefined) return otherwise;
      this.fail(key, ['missing-key', `${key} is missing`, `write ${key}:`]);
      return undefined;
    }
    if (node.kind === 'scalar') return node.value;
    this.fail(key, ['wrong-type', `${key} must be a single value`, `write ${key}: and one value`]);
    return undefined;
  }

  private unknownKeys(map: SourceMap, known: readonly string[], at: string): void {
    for (const [key, { keyPlace }] of map.entries) {
      if (known.includes(key)) continue;
      const path = at === '' ? key : `${at}.${key}`;
      const message = `there is no key '${shown(key)}' here`;
      this.issues.push({
        code: 'unknown-key',
        path,
        ...keyPlace,
        value: shown(key),
        message,
        remedy: suggestion(key, known, 'key'),
      });
    }
  }

  private fail(key: string, problem: Problem): null {
    return this.failAt(nodeAt(this.root, [key]) ?? this.root, key, problem);
  }

  private failAt(node: SourceNode, path: string, [code, message, remedy]: Problem): null {
    const value = node.kind === 'scalar' ? shown(node.value) : '';
    this.issues.push({ code, path, ...node.place, value, message, remedy });
    return null;
  }
}

function isVaried(values: SweepParameter['values']): boolean {
  return 'low' in values ? values.high > values.low : values.length > 1;
}
