import { definite, ownMember } from '#base';
import {
  intersectWindows,
  type RandomOutages,
  type Scenario,
  SEVERITIES,
  type Segment,
  type Window,
} from '#domain';
import type { CentreFile, ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';
import type { Traces } from '../trace/read-trace.ts';
import { resolveStreams, surgesOf } from './arrivals.ts';
import { resolveAuthorities } from './authorities.ts';
import { type CentreCalendar, type Clocks, spansOf } from './calendars.ts';
import { commonPartOf } from './common-busyness.ts';
import { resolveEntity, termOf } from './entities.ts';
import { forecastOf } from './forecasts.ts';
import { hasWages, resolveGroup } from './groups.ts';
import { resolveIncidents } from './incidents.ts';
import { resolveMeasures, resolveWarmUp } from './measures.ts';
import { groupNamesOf, indexOf, type Names, namesOf, unlessEmpty } from './names.ts';
import { resolvePromise } from './promises.ts';
import { rosterOf } from './rosters.ts';
import { resolveRouting } from './routing.ts';
import { hasPrices, ofPeople, resolveSoftware } from './software.ts';
import { resolveServiceLevels, resolveTargets } from './targets.ts';
import { resolveLines, resolveWork } from './work.ts';

/** What was expanded or read for a file beforehand. */
interface Expanded {
  readonly calendars: ReadonlyMap<string, CentreCalendar>;
  readonly clocks: Clocks;
  readonly traces: Traces;
}

/** Turns a checked file into a scenario: references become indices, times ms, hours windows. */
export function resolveScenario(whole: ScenarioFile, { calendars, clocks, traces }: Expanded): Scenario {
  const names = namesOf(whole);
  const file = ofPeople(whole);
  const { basisEnd, leavingLead } = file.retention;
  return {
    format: 2,
    name: file.name,
    title: file.title ?? file.name,
    startEpochMs: file.start,
    horizonMs: file.horizon,
    clocks: clocks.all,
    seed: file.seed,
    currency: hasWages(file) || hasPrices(whole) ? file.currency : undefined,
    fullTimeMs: file.fullTime,
    languages: names.languages,
    products: Object.entries(file.products).map(([id, { title = id }]) => ({ id, title })),
    entities: Object.entries(file.entities).map(([id, entity]) => resolveEntity(id, entity, names.products)),
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
        latitude: at?.[0],
        longitude: at?.[1],
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
        roster: rosterOf(group, centre),
      })),
    ),
    software: resolveSoftware(whole, names),
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
      role: segment.role === 'processor' ? segment.role : undefined,
      productShares: names.byProduct(segment.products, 0),
      severityShares: SEVERITIES.map((severity) => segment.severities[severity] ?? 0),
      mixes: mixesOf(file, id, segment, names),
      consents: consentsOf(segment),
      agreements: agreementsOf(segment),
      encryption: encryptionOf(segment),
      busyness: segment.busyness === undefined ? undefined : indexOf(names.busyness, segment.busyness),
    })),
    streams: resolveStreams(file, names, { clocks, traces }),
    busyness: unlessEmpty(
      Object.entries(file.busyness).map(([id, { shape }]) => ({ id, shape, common: commonPartOf(file, id) })),
    ),
    forecast: forecastOf(file, names),
    incidents: unlessEmpty(resolveIncidents(file, names)),
    evacuations: file.evacuations
      .map(({ dataCentre, at, to }) => ({
        dataCentre: indexOf(names.dataCentres, dataCentre),
        atMs: at - file.start,
        to: to.map((name) => indexOf(names.dataCentres, name)),
      }))
      .sort((left, right) => left.atMs - right.atMs || left.dataCentre - right.dataCentre),
    ...resolveAuthorities(file, names),
    work: resolveWork(file, names),
    ...resolveLines(file),
    routing: resolveRouting(file),
    retention: {
      eraseAfterMs: file.retention.eraseAfter,
      eraseGraceMs: file.retention.eraseGrace,
      workingCopyMs: file.retention.workingCopy,
      leavingLeadMs: leavingLead,
      basisEnd: basisEnd && { movedAfterMs: basisEnd.movedAfter, graceMs: basisEnd.grace },
    },
    serviceLevels: resolveServiceLevels(file),
    targets: resolveTargets(file, calendars, clocks),
    measures: resolveMeasures(file, names),
    warmUp: resolveWarmUp(file),
    mostWaiting: file.mostWaiting,
  };
}

function agreementsOf({ agreements }: SegmentFile): Segment['agreements'] {
  return (
    agreements && {
      dataProcessing: agreements.dataProcessing?.map(termOf),
      businessAssociate: agreements.businessAssociate?.map(termOf),
    }
  );
}

function encryptionOf({ encryption }: SegmentFile): Segment['encryption'] {
  if (encryption === undefined) return undefined;
  const { items, plain, share } = encryption;
  return { items: [...new Set(items)], ...termOf(encryption), share, plain };
}

function consentsOf({ consents }: SegmentFile): Segment['consents'] {
  return unlessEmpty(
    consents.map(({ dimensions, from, given, to, zone }) => ({
      dimensions,
      zone,
      givenEpochMs: given,
      fromEpochMs: from,
      toEpochMs: to,
    })),
  );
}

/** The product mixes during surges, if there are any. */
function mixesOf(file: ScenarioFile, id: string, segment: SegmentFile, names: Names): Segment['mixes'] {
  const surges = surgesOf(file, id, names.products, names.byProduct(segment.products, 0));
  return unlessEmpty(surges?.mixes ?? []);
}

/** Outages that several places have at the same time, from one cause. */
interface CommonOutage {
  readonly cause: string;
  readonly outages: CentreFile['outages'];
}

/** By place: the outages that it has in common with others. */
function commonOutagesOf({ centres, commonOutages }: ScenarioFile) {
  const all = Object.entries(commonOutages).map(([id, common]) => ({ cause: `common/${id}`, common }));
  const told = ({ cause, common }: (typeof all)[number]): CommonOutage => ({ cause, outages: common });
  return {
    ofDataCentre: (id: string) => all.filter(({ common }) => common.dataCentres.includes(id)).map(told),
    ofCentre(id: string) {
      const region = ownMember(centres, id)?.region ?? '';
      const isMeant = ({ common }: (typeof all)[number]) =>
        common.centres.includes(id) || common.regions.includes(region);
      return all.filter(isMeant).map(told);
    },
  };
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

function calendarOf(calendars: ReadonlyMap<string, CentreCalendar>, centre: string): CentreCalendar {
  return definite(calendars.get(centre), `a centre without calendar: ${centre}`);
}
