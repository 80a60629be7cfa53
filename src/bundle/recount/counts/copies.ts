import { assertEqual, sumOf, WEEK_MS } from '#base';
import {
  COPY_ROLES,
  type CopyRole,
  type CopyRoleIndex,
  type DimensionIndex,
  type EpochMs,
  ITEM_CLASSES,
  isZoneMember,
  type PlaceIndex,
  type PromiseIndex,
  type RunMs,
  type Scenario,
  type StreamIndex,
} from '#domain';
import { type Figures, Measured } from './figure.ts';
import { Level, TimeBins } from './time-bins.ts';

/** The dimension of a promise by which the place of a copy is judged. */
const DIMENSIONS = ['storage', 'backup', 'workingCopy'] as const;
const DIMENSION_OF: Readonly<Record<CopyRole, (typeof DIMENSIONS)[number]>> = {
  primary: 'storage',
  replica: 'storage',
  backup: 'backup',
  cache: 'workingCopy',
  'working copy': 'workingCopy',
  log: 'storage',
};

/** Live copies by promise, country and dimension. */
export class Copies {
  private readonly scenario: Scenario;
  private readonly countries: readonly string[];
  /** By place: data centres, then centres. */
  private readonly countryOfPlace: readonly number[];
  private readonly dimensionOfRole: readonly number[];
  private readonly promiseOfStream: readonly number[];
  private readonly levels: readonly Level[];

  constructor(scenario: Scenario) {
    const { centres, dataCentres, horizonMs, promises, segments, streams } = scenario;
    this.scenario = scenario;
    const ofPlace = [...dataCentres, ...centres].map(({ country }) => country);
    this.countries = [...new Set(ofPlace)];
    this.countryOfPlace = ofPlace.map((country) => this.countries.indexOf(country));
    this.dimensionOfRole = COPY_ROLES.map((role) => DIMENSIONS.indexOf(DIMENSION_OF[role]));
    this.promiseOfStream = streams.map(({ segment }) => segments[segment]?.promise ?? -1);
    const weeks = Math.ceil(horizonMs / WEEK_MS);
    const count = promises.length * this.countries.length * DIMENSIONS.length;
    this.levels = Array.from({ length: count }, () => new Level(new TimeBins(weeks, WEEK_MS)));
  }

  /** Adds or removes a copy. False if the ledger names something that the scenario does not have. */
  change(delta: 1 | -1, stream: StreamIndex, role: CopyRoleIndex, place: PlaceIndex, nowMs: RunMs): boolean {
    const promise = this.promiseOfStream[stream];
    const country = this.countryOfPlace[place];
    const dimension = this.dimensionOfRole[role];
    if (promise === undefined || country === undefined || dimension === undefined) return false;
    const level = this.levels[this.levelOf(promise, country, dimension)];
    level?.change(delta, nowMs);
    return level !== undefined;
  }

  /** By week, wherever there ever was a copy. */
  figures(endMs: RunMs): readonly Figures[] {
    const { promises, startEpochMs } = this.scenario;
    const weeks = Array.from({ length: Math.ceil(endMs / WEEK_MS) }, (_, week) => {
      const fromMs = week * WEEK_MS;
      return { fromMs, toMs: Math.min(fromMs + WEEK_MS, endMs) };
    });
    assertEqual('time by week', sumOf(weeks.map(({ fromMs, toMs }) => toMs - fromMs)), endMs);
    return promises.flatMap(({ id, zones }, p) =>
      this.countries.flatMap((country, c) =>
        DIMENSIONS.flatMap((dimension, d): readonly Figures[] => {
          const level = this.levels[this.levelOf(p, c, d)] as Level;
          level.settle(endMs);
          level.assertBinned();
          if (level.peak === 0) return [];
          const isAllowed = (epochMs: EpochMs) =>
            ITEM_CLASSES.every((item) => isZoneMember(zones[item][dimension], country, epochMs));
          const row = {
            promise: id,
            country,
            dimension,
            // At the last moment of the week.
            allowed: weeks.map(({ toMs }) => isAllowed(startEpochMs + toMs - 1)),
            meanByWeek: weeks.map(
              ({ fromMs, toMs }, week) => new Measured(level.area(week) / (toMs - fromMs)),
            ),
            peak: level.peak,
          };
          return [row];
        }),
      ),
    );
  }

  private levelOf(promise: PromiseIndex, country: number, dimension: DimensionIndex): number {
    return (promise * this.countries.length + country) * DIMENSIONS.length + dimension;
  }
}
