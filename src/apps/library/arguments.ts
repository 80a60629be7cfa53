import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import { problemsOfScenarioJson, scenarioJson } from '#scenario';
import { RefusedRequest, sentencesOf } from '../shared/problem.ts';

/** Thrown by functions that return no `Result`, before they do anything. Lists everything that is wrong with what they were given. */
export class BadArgument extends Error {
  override readonly name = 'BadArgument';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

export function demand(problems: readonly string[]): void {
  if (problems.length > 0) throw new BadArgument(problems);
}

/** The problem of a function whose signal was aborted. */
export const ABORTED = 'the signal was aborted';

export type Answer<Value> = Promise<Result<Value, readonly string[]>>;

/** Ends a function of this library, which returns the sentences (`answered`). */
export class Failed extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/** The value that `work` returns, or the sentences with which it fails. */
export async function answered<Value>(work: () => Promise<Value>): Answer<Value> {
  try {
    return success(await work());
  } catch (error) {
    if (error instanceof Failed) return failure(error.problems);
    if (error instanceof RefusedRequest) return failure(sentencesOf(error.problem));
    throw error;
  }
}

/** The value of a success. */
export function known<Value>(result: Result<Value, readonly string[]>): Value {
  if (result.ok) return result.value;
  throw new Failed(result.problem);
}

/** Scenarios that the readers of this library have checked, and that cannot be wrong as long as nobody writes to them. */
const checked = new WeakSet<object>();

export function checkedScenario(scenario: Scenario): Scenario {
  checked.add(scenario);
  return scenario;
}

const HOW_TO_READ = 'give what readScenario or parseScenario returns as `value`';

/** What is wrong with a value that should be a scenario. A copy with changes, such as `{ ...scenario, horizonMs }`, is checked whole. */
export function scenarioProblems(given: unknown, name = 'scenario'): readonly string[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return [`${name} is ${kindOf(given)}, not a scenario: ${HOW_TO_READ}`];
  if (checked.has(given)) return [];
  const text = jsonOf(given);
  if (!text.ok) return [`${name} is no scenario: ${text.problem}; ${HOW_TO_READ}`];
  const stray = notFinite(given);
  const problems = stray.length > 0 ? stray : problemsOfScenarioJson(text.value);
  if (problems.length === 0) checkedScenario(given as Scenario);
  return problems.map((problem) => `${name}: ${problem}; ${HOW_TO_READ}`);
}

/** JSON has null instead of these numbers, so that reading it would not show them. */
function notFinite(value: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof value === 'number' && !Number.isFinite(value))
    return [`${path.join('.')}: ${value} is not a finite number`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => notFinite(part, [...path, key]));
}

/** A value that JSON cannot hold (a function, a circle) is in no scenario. */
function jsonOf(given: object): Result<string, string> {
  try {
    return success(scenarioJson(given as Scenario));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

export interface WholeNumbers {
  readonly least: number;
  readonly most: number;
}

export function numberProblems(
  name: string,
  given: unknown,
  { least, most }: WholeNumbers,
): readonly string[] {
  if (Number.isSafeInteger(given) && (given as number) >= least && (given as number) <= most) return [];
  return [`${name}: ${shownValue(given)} is not a whole number from ${least} to ${most}`];
}

/** `kind`: as `typeof` names it. A value that is left out is right. */
export function kindProblems(name: string, given: unknown, kind: 'string' | 'function'): readonly string[] {
  if (given === undefined || typeof given === kind) return [];
  return [`${name}: ${shownValue(given)} is ${kindOf(given)}, not a ${kind}`];
}

export function bytesProblems(name: string, given: unknown): readonly string[] {
  if (given instanceof Uint8Array) return [];
  return [`${name} is ${kindOf(given)}, not a Uint8Array: give the bytes of the file`];
}

export function kindOf(given: unknown): string {
  if (given === undefined) return 'missing';
  if (given === null) return 'null';
  if (Array.isArray(given)) return 'a list';
  return typeof given === 'object' ? 'an object' : `a ${typeof given}`;
}

export function preferenceProblems(preference: unknown): readonly string[] {
  if (preference === undefined) return [];
  const rank = (preference as { readonly rank?: unknown } | null)?.rank ?? null;
  return kindProblems('preference.rank', rank, 'function');
}

function shownValue(given: unknown): string {
  return typeof given === 'string' ? JSON.stringify(given) : String(given);
}
