import { type Relevance, readRelevance } from '#base';
import type { Scenario } from '#domain';
import { type Faults, faultsOf } from '#engine';
import {
  choiceOfMeasures,
  type Goal,
  goalsFor,
  type Measure,
  measuresNamed,
  measuresOf,
  WAIT_QUANTILES,
  type WaitQuantile,
} from '#experiment';
import { orRefuse, refuse } from '../../shared/problem.ts';

/** Parsers for values of options and arguments, which arrive as text from the command line. */

/** Parses a whole number within limits. `example`: one that a remedy names. */
export function wholeNumber(name: string, text: string, least: number, most: number, example = 20): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  return refuse(
    `${name} ${text} is not a whole number from ${least} to ${most}`,
    `write e.g. ${name} ${example}`,
  );
}

/** Parses a share above 0 and below 1. */
export function share(name: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?) ?(%?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (value > 0 && value < 1) return value;
  return refuse(`${name} ${text} is not a share between 0 and 1`, `write e.g. ${name} 95% or ${name} 0.95`);
}

export function caseNumberOf(text: string): number {
  const caseNumber = Number(text);
  if (/^\d+$/.test(text) && caseNumber < 2 ** 32 - 1) return caseNumber;
  return refuse(`${text} is not a case number`, 'write a whole number of at least 0');
}

/** The named measures, separated by commas; all if none is named. */
export function chosenMeasures(
  { segments, ...places }: Pick<Scenario, 'centres' | 'groups' | 'products' | 'segments'>,
  currency: string | null,
  names: string | undefined,
): readonly Measure[] {
  if (names === undefined) return measuresOf(segments, currency);
  const wanted = measuresNamed(listed(names), { segments, ...places }, currency);
  if (wanted.ok) return wanted.value;
  return refuse(wanted.problem[0] ?? '', choiceOfMeasures(segments, currency, places));
}

/** The smallest change that matters, as `--relevant` says. */
export function chosenRelevance(text: string): Relevance {
  const remedy = 'write e.g. --relevant "2 points", --relevant "10 %", or both with a comma between them';
  return readRelevance(text) ?? refuse(`--relevant ${text} is no size of a change`, remedy);
}

/** The goals given as options; otherwise the scenario's service levels for `measures`, unless that is null. */
export function chosenGoals(...given: Parameters<typeof goalsFor>): readonly Goal[] {
  return orRefuse(goalsFor(...given));
}

export function chosenQuantiles(text: string | undefined): readonly WaitQuantile[] {
  if (text === undefined) return [90];
  const names = listed(text);
  const known = WAIT_QUANTILES.filter((percent) => names.includes(`${percent}%`));
  const stray = names.find((name) => !known.some((percent) => name === `${percent}%`));
  if (stray === undefined) return known;
  const all = WAIT_QUANTILES.map((percent) => `${percent}%`).join(', ');
  return refuse(
    `--quantiles ${stray} is not one of the recorded quantiles of waits`,
    `choose among ${all}, separated by commas`,
  );
}

/** The faults of a breach of that name; none for no breach. */
export function faultsNamed(breach: string | null): Faults {
  const faults = breach === null ? {} : faultsOf(breach);
  return faults === null
    ? refuse(`there is no breach ${breach}`, '`meridian reference breaches` lists them')
    : faults;
}

function listed(names: string): readonly string[] {
  return names.split(',').map((name) => name.trim());
}
