import { rowAt } from '#base';
import { hasKnownDemand, type Scenario } from '#domain';
import type { DrawnCase } from '#engine';
import {
  DURATION_KINDS,
  durationsOf,
  packHistogram,
  type RunMeter,
  type SummaryRows,
  summariseBriefly,
  summariseRows,
} from '#statistics';
import { LevelControls } from '../controls/level-controls.ts';
import { caseFilterText } from '../measures/case-filters.ts';
import { figureRows, serviceFilters } from '../measures/figure-rows.ts';
import { durationKey, type WantedDurations } from '../measures/quantiles.ts';
import type { Asked, JobSummary } from './executor.ts';
import { inProgress, type ReplicationOptions, type RunInProgress, wireRun } from './replication.ts';

/** A replication of which an experiment needs only what it asked for. */
export interface BriefReplication extends RunInProgress {
  /** The results. Call once, after the horizon is reached. */
  finish(): JobSummary;
}

/** Starts a replication without ledger, for an experiment. */
export function startBriefReplication(
  scenario: Scenario,
  options: Omit<ReplicationOptions, 'created' | 'engineVersion' | 'filters' | 'writeLedger'>,
  asked: Asked,
): BriefReplication {
  const { filters = [] } = asked;
  const { replication, seed } = options;
  const hasControls = asked.hasControls !== false && hasKnownDemand(scenario);
  // Cases that are open at the start are created with the simulation, and do not count.
  let controls: LevelControls | null = null;
  const wired = wireRun(scenario, {
    ...options,
    filters: [...filters, ...(asked.durations ?? []).map(({ filter }) => filter)],
    ...(hasControls ? { created: (drawn: DrawnCase) => controls?.created(drawn) } : {}),
    engineVersion: '',
    writeLedger: null,
  });
  const { meter, simulation, warmUp } = wired;
  if (hasControls)
    controls = new LevelControls(
      scenario,
      (stream, product, language) => rowAt(simulation.sources, stream).classOf(product, language, 1),
      warmUp?.forMs ?? 0,
    );
  return Object.assign(inProgress(wired), {
    finish() {
      wired.leave();
      const run = { seed, replication, scenario, warmUp };
      const brief = summariseBriefly(meter, run, filters);
      const rows = asked.isDetailed === true ? summariseRows(meter, run, brief) : null;
      const wanted = rows === null ? (asked.durations ?? []) : allDurations(rows, asked, scenario);
      const durations = packedDurations(meter, scenario, wanted);
      return {
        ...brief,
        // The mean of what arrives is that of a whole run.
        ...(controls === null || meter.overload?.isEnded === true
          ? {}
          : { controls: controls.of(rows === null ? filters : [...serviceFilters(rows), ...filters]) }),
        ...(rows === null ? {} : { figures: figureRows(rows, scenario) }),
        ...(wanted.length === 0 ? {} : { durations }),
      };
    },
  });
}

/** The durations of every row of service, and others that were asked for. */
function allDurations(
  rows: SummaryRows,
  { durations = [] }: Asked,
  { segments }: Scenario,
): readonly WantedDurations[] {
  const ofRows = serviceFilters(rows).flatMap((filter) =>
    DURATION_KINDS.map((kind) => {
      return { key: durationKey(kind, caseFilterText(filter, segments)), kind, filter };
    }),
  );
  return [...new Map([...ofRows, ...durations].map((one) => [one.key, one])).values()];
}

function packedDurations(
  meter: RunMeter,
  scenario: Scenario,
  wanted: readonly WantedDurations[],
): Readonly<Record<string, string>> {
  const packed = wanted.flatMap(({ filter, key, kind }) => {
    const text = packHistogram(durationsOf(meter, scenario, filter, kind));
    return text === '' ? [] : [[key, text] as const];
  });
  return Object.fromEntries(packed);
}
