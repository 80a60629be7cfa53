import { rowAt } from '#base';
import { type Estimate, estimateMean, levelOfEach } from '#statistics';
import { type ShownMeasure, shownMeasure } from '../measures/channel-waits.ts';
import type { Measure } from '../measures/measure.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOf, estimateOfSeen, valuesOf } from '../replications/replications.ts';
import {
  figureOf,
  type Influences,
  type Input,
  type InputPoint,
  influencesOf,
  type RankedInfluence,
  ranked,
} from './influence.ts';
import { morrisDesign, morrisInfluences } from './morris.ts';
import { sobolInfluences, sobolPoints } from './sobol.ts';

/** `oat`: one input at a time, with the others at the scenario's values. */
export type SensitivityMethod = 'oat' | 'morris' | 'sobol';

/** The effects of the inputs on one measure. */
export interface MeasureSensitivity {
  readonly measure: ShownMeasure;
  /** Estimate for the unchanged scenario; only if the method runs it. */
  readonly base: Estimate | null;
  /** With each input alone at its first and at its last value, in the order of the inputs; only if the method runs these. */
  readonly ends: readonly (readonly [low: Estimate | null, high: Estimate | null])[] | null;
  /** The most influential first; null if some point observed nothing of the measure, or it does not vary. */
  readonly influences: readonly RankedInfluence[] | null;
}

/** Which points to run, and how to evaluate their replications. */
export interface SensitivityDesign {
  readonly points: readonly InputPoint[];
  /** `records`: for each point its replications, under common random numbers. */
  sensitivityOf(
    measure: Measure,
    records: readonly (readonly ReplicationRecord[])[],
    level: number,
  ): MeasureSensitivity;
}

/** `size`: trajectories of Morris, or rows of each of Sobol's samples. One at a time needs none. */
export function designSensitivity(
  method: SensitivityMethod,
  inputs: readonly Input[],
  size: number,
  seed: string,
): SensitivityDesign {
  switch (method) {
    case 'oat':
      return designOneAtATime(inputs);
    case 'morris': {
      const design = morrisDesign(inputs, size, seed);
      return designOfMeans(design.points, (outputs, level) =>
        morrisInfluences(inputs, design, outputs, level),
      );
    }
    case 'sobol': {
      const names = inputs.map(({ name }) => name);
      return designOfMeans(sobolPoints(names, size, seed), (outputs, level) =>
        sobolInfluences(names, outputs, level, seed),
      );
    }
  }
}

/** The intervals of one measure hold together, by Bonferroni's correction. */
function designOneAtATime(inputs: readonly Input[]): SensitivityDesign {
  const names = inputs.map(({ name }) => name);
  return {
    points: oneAtATimePoints(inputs.length),
    sensitivityOf(measure, records, level) {
      const corrected = levelOfEach(level, DIFFERENCES_OF_INPUT * inputs.length);
      const values = records.map((all) => (all.length === 0 ? null : valuesOf(all, measure.id)));
      const seen = values.filter((all) => all !== null);
      const at = (point: number) => estimateOfSeen(records[point] ?? [], measure.id, level);
      return {
        measure: shownMeasure(measure),
        base: at(0),
        ends: inputs.map((_, i) => [at(2 * i + 1), at(2 * i + 2)]),
        influences:
          seen.length < values.length || seen.length === 0
            ? null
            : ranked(oneAtATimeInfluences(names, seen, corrected), level),
      };
    },
  };
}

/** A design whose figures come from the mean at each point. */
function designOfMeans(
  points: readonly InputPoint[],
  influencesOf: (outputs: readonly number[], level: number) => Influences | null,
): SensitivityDesign {
  return {
    points,
    sensitivityOf(measure, records, level) {
      const outputs = records.map((all) => estimateOf(all, measure.id, level)?.mean ?? Number.NaN);
      const influences = outputs.some(Number.isNaN) ? null : influencesOf(outputs, level);
      return {
        measure: shownMeasure(measure),
        base: null,
        ends: null,
        influences: influences === null ? null : ranked(influences, level),
      };
    },
  };
}

/** The unchanged scenario, then each input alone at its first and at its last value. */
function oneAtATimePoints(inputs: number): readonly InputPoint[] {
  const pointOf = (input: number, share: number) =>
    Array.from({ length: inputs }, (_, i) => (i === input ? share : null));
  const alone = Array.from({ length: inputs }, (_, input) => [pointOf(input, 0), pointOf(input, 1)]);
  return [pointOf(-1, 0), ...alone.flat()];
}

/** Differences of one input, which must all hold together with those of the other inputs. */
const DIFFERENCES_OF_INPUT = 3;

/**
 * How far each input alone moves a measure from the scenario's value. `values`: for each point, a value of each replication, which share
 * their random numbers. `level` is for each figure.
 */
function oneAtATimeInfluences(
  inputs: readonly string[],
  values: readonly (readonly number[])[],
  level: number,
): Influences {
  const difference = (from: number, to: number) =>
    rowAt(values, to).map((value, replication) => value - rowAt(rowAt(values, from), replication));
  const found = inputs.map((input, i) => {
    const [first, last] = [2 * i + 1, 2 * i + 2];
    const moves = [difference(0, first), difference(0, last), difference(first, last)];
    const estimates = moves.map((all) => estimateMean(all, level));
    const sizes = estimates.map(({ mean }) => Math.abs(mean));
    // The farthest of the scenario's own value and both ends are apart by the largest of these three differences.
    const weight = Math.max(...sizes);
    const largest = sizes.indexOf(weight);
    const sign = Math.sign(rowAt(estimates, largest).mean);
    const names = ['at low', 'at high', 'swing'];
    return {
      influence: { input, weight, figures: estimates.map((one, k) => figureOf(rowAt(names, k), one)) },
      moved: rowAt(moves, largest).map((value) => sign * value),
    };
  });
  return influencesOf(
    found.map(({ influence }) => influence),
    found.map(({ moved }) => moved),
  );
}
