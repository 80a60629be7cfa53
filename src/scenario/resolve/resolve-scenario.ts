import { definite } from '#base';
import {
  type AgentGroup,
  intersectWindows,
  type RandomOutages,
  type Scenario,
  SEVERITIES,
  type Segment,
  type Window,
} from '#domain';
import type { CentreFile, GroupFile, ScenarioFile, SegmentFile, ShiftFile } from '../shape/scenario-file.ts';
import type { Traces } from '../trace/trace-row.ts';
import { resolveStreams } from './arrivals.ts';
import { resolveAuthorities } from './authorities.ts';
import { type CentreCalendar, spansOf } from './calendars.ts';
import type { Clocks } from './clocks.ts';
import { commonPartOf } from './common-busyness.ts';
import { type CommonOutage, commonOutagesOf } from './common-outages.ts';
import { concurrencyOf } from './concurrency.ts';
import { resolveEntity } from './entities.ts';
import { forecastOf } from './forecasts.ts';
import { guardsOf } from './guards.ts';
import { rotaOf, shiftsOf } from './headcounts.ts';
import { resolveLaw } from './law.ts';
import { resolveMeasures } from './measures.ts';
import { groupNamesOf, indexOf, type Names, namesOf } from './names.ts';
import { resolvePromise } from './promises.ts';
import { rosterOf } from './rosters.ts';
import { resolveRouting } from './routing.ts';
import { speedsOf } from './speeds.ts';
import { surgesOf } from './surges.ts';
import { resolveTargets } from './targets.ts';
import { hasWages } from './wages.ts';
import { resolveWarmUp } from './warm-up.ts';
import { resolveLines, resolveServiceLevels, resolveWork } from './work.ts';

/** What was expanded or read for a file beforehand. */
interface Expanded {
  readonly calendars: ReadonlyMap<string, CentreCalendar>;
  readonly clocks: Clocks;
  readonly traces: Traces;
}

/** Turns a checked file into a scenario: references become indices, times ms, hours windows. */
export function resolveScenario(file: ScenarioFile, { calendars, clocks, traces }: Expanded): Scenario {
  const names = namesOf(file);
  return {
    format: 2,
    name: file.name,
    title: file.title ?? file.name,
    startEpochMs: file.start,
    horizonMs: file.horizon,
    clocks: clocks.all,
    seed: file.seed,
    ...(file.currency === undefined || !hasWages(file) ? {} : { currency: file.currency }),
    languages: names.languages,
    products: Object.entries(file.products).map(([id, { title = id }]) => ({ id, title })),
    entities: Object.entries(file.entities).map(([id, entity]) => resolveEntity(id, entity)),
    dataCentres: Object.entries(file.dataCentres).map(([id, { title = id, country, entity, outages }]) => ({
      id,
      title,
      country,
      entity: indexOf(names.entities, entity),
      ...resolveOutages(`data centre/${id}`, outages, commonOutagesOf(file).ofDataCentre(id), file),
    })),
    centres: Object.entries(file.centres).map(([id, centre]) => {
      const { title = id, country, timeZone, entity, region, at, access } = centre;
      return {
        id,
        title,
        country,
        timeZone,
        entity: indexOf(names.entities, entity),
        region,
        ...(at === undefined ? {} : { latitude: at[0], longitude: at[1] }),
        access,
        open: openWindows(centre, calendarOf(calendars, id), file.horizon),
        ...resolveOutages(`centre/${id}`, centre.outages, commonOutagesOf(file).ofCentre(id), file),
      };
    }),
    groups: Object.entries(file.centres).flatMap(([centreId, centre]) =>
      Object.entries(centre.groups).map(([id, group]) => ({
        ...resolveGroup(
          `${centreId}/${id}`,
          group,
          { centre: indexOf(names.centres, centreId), calendar: calendarOf(calendars, centreId) },
          names,
          file.start,
        ),
        ...rosterOf(group, centre),
      })),
    ),
    promises: Object.entries(file.promises).map(([id, promise]) =>
      resolvePromise(id, promise, groupNamesOf(file)),
    ),
    placements: Object.entries(file.placements).map(([id, { primary, replica }]) => ({
      id,
      primary: primary.map((name) => indexOf(names.dataCentres, name)),
      replica: replica.map((name) => indexOf(names.dataCentres, name)),
    })),
    segments: Object.entries(file.segments).map(([id, segment]) => ({
      id,
      title: segment.title ?? id,
      promise: indexOf(names.promises, segment.promise),
      placement: indexOf(names.placements, segment.placement),
      ...(segment.role === 'processor' ? { role: segment.role } : {}),
      productShares: names.byProduct(segment.products, 0),
      severityShares: SEVERITIES.map((severity) => segment.severities[severity] ?? 0),
      ...mixesOf(file, id, segment, names),
      ...consentsOf(segment),
      ...(segment.busyness === undefined ? {} : { busyness: indexOf(names.busyness, segment.busyness) }),
    })),
    streams: resolveStreams(file, names, { clocks, traces }),
    ...(names.busyness.length === 0
      ? {}
      : {
          busyness: Object.entries(file.busyness).map(([id, { shape }]) => ({
            id,
            shape,
            ...commonPartOf(file, id),
          })),
        }),
    ...forecastOf(file, names),
    evacuations: file.evacuations
      .map(({ dataCentre, at, to }) => ({
        dataCentre: indexOf(names.dataCentres, dataCentre),
        atMs: at - file.start,
        to: to.map((name) => indexOf(names.dataCentres, name)),
      }))
      .sort((left, right) => left.atMs - right.atMs || left.dataCentre - right.dataCentre),
    ...resolveLaw(file),
    ...resolveAuthorities(file, names),
    work: resolveWork(file, names),
    ...resolveLines(file),
    routing: resolveRouting(file),
    retention: {
      eraseAfterMs: file.retention.eraseAfter,
      eraseGraceMs: file.retention.eraseGrace,
      workingCopyMs: file.retention.workingCopy,
      ...resolveReactions(file.retention),
    },
    serviceLevels: resolveServiceLevels(file),
    ...resolveTargets(file, calendars, clocks),
    ...resolveMeasures(file, names),
    ...resolveWarmUp(file),
    ...(file.mostWaiting === undefined ? {} : { mostWaiting: file.mostWaiting }),
  };
}

/** How the vendor reacts when zones and bases change, if it does. */
function resolveReactions({
  basisEnd,
  leavingLead,
}: ScenarioFile['retention']): Pick<Scenario['retention'], 'basisEnd' | 'leavingLeadMs'> {
  return {
    ...(leavingLead === undefined ? {} : { leavingLeadMs: leavingLead }),
    ...(basisEnd === undefined
      ? {}
      : { basisEnd: { movedAfterMs: basisEnd.movedAfter, graceMs: basisEnd.grace } }),
  };
}

function consentsOf({ consents }: SegmentFile): Pick<Segment, 'consents'> {
  if (consents.length === 0) return {};
  return {
    consents: consents.map(({ dimensions, from, given, to, zone }) => ({
      dimensions,
      zone,
      givenEpochMs: given,
      fromEpochMs: from,
      toEpochMs: to,
    })),
  };
}

/** The product mixes during surges, if there are any. */
function mixesOf(file: ScenarioFile, id: string, segment: SegmentFile, names: Names): Pick<Segment, 'mixes'> {
  const mixes = surgesOf(file, id, names.products, names.byProduct(segment.products, 0))?.mixes ?? [];
  return mixes.length === 0 ? {} : { mixes };
}

/** The place's own outages, and those that it shares with others. */
function resolveOutages(
  cause: string,
  own: CentreFile['outages'],
  common: readonly CommonOutage[],
  file: ScenarioFile,
): Pick<Scenario['centres'][number], 'plannedOutages' | 'randomOutages'> {
  const all = [{ cause, outages: own }, ...common];
  return {
    plannedOutages: spansOf(
      all.flatMap(({ outages }) => outages?.planned ?? []),
      file,
    ),
    randomOutages: all.flatMap(({ cause, outages }): RandomOutages[] => {
      const random = outages?.random;
      return random === undefined ? [] : [{ cause, upMeanMs: random.every, downMeanMs: random.for }];
    }),
  };
}

/** A centre that never closes is open for exactly the horizon. */
function openWindows(centre: CentreFile, calendar: CentreCalendar, horizonMs: number): readonly Window[] {
  if (centre.hours !== '24x7') return calendar.open;
  return intersectWindows(calendar.open, [{ fromMs: 0, toMs: horizonMs }]);
}

function resolveGroup(
  id: string,
  group: GroupFile,
  { calendar, centre }: { readonly centre: number; readonly calendar: CentreCalendar },
  names: Names,
  startEpochMs: number,
): AgentGroup {
  const {
    absences,
    agentSpeeds,
    channelSpeeds,
    employer,
    tier,
    languages,
    channels,
    overtime,
    products,
    residence,
    wage,
  } = group;
  return {
    id,
    centre,
    tier,
    languages: [...new Set(languages)].map((language) => indexOf(names.languages, language)),
    channels,
    speed: names.byProduct(speedsOf(products, names.products), 0),
    ...(channelSpeeds === undefined ? {} : { channelSpeeds }),
    ...(agentSpeeds === undefined ? {} : { agentSpeeds }),
    shifts: Object.entries(shiftsOf(group)).map(([shiftId, shift]) => ({
      id: shiftId,
      agents: shift.agents,
      duty: definite(calendar.duty.get(shift), 'a shift without calendar'),
      ...rampUpOf(shift, startEpochMs),
      ...rotaOf(shift),
    })),
    ...(residence === undefined ? {} : { residence }),
    ...(employer === undefined ? {} : { employer: indexOf(names.entities, employer) }),
    ...(absences === undefined ? {} : { absences: { upMeanMs: absences.every, downMeanMs: absences.for } }),
    ...concurrencyOf(group),
    ...guardsOf(group, names),
    ...(overtime === undefined ? {} : { overtimePerDayMs: overtime.perDay }),
    ...(wage === undefined ? {} : { wage }),
  };
}

function rampUpOf({ rampUp }: ShiftFile, startEpochMs: number): Pick<AgentGroup['shifts'][number], 'rampUp'> {
  if (rampUp === undefined) return {};
  const { from, hired, over } = rampUp;
  return { rampUp: { hiredMs: hired - startEpochMs, from, overMs: over } };
}

function calendarOf(calendars: ReadonlyMap<string, CentreCalendar>, centre: string): CentreCalendar {
  return definite(calendars.get(centre), `a centre without calendar: ${centre}`);
}
