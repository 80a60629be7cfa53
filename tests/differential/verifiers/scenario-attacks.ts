import { DAY_MS, hexOf, type RandomStream, utf8Of } from '#base';
import {
  ADEQUACY_DECISIONS,
  type BasisInstrument,
  CERTIFICATE_EDITIONS,
  CLAUSE_SETS,
  coverageOf,
  FRAMEWORKS,
  ITEM_CLASSES,
  type LegalEntity,
  PROMISE_DIMENSIONS,
  readZoneClock,
  type Scenario,
  ZONE_IDS,
} from '#domain';
import { scenarioJson } from '#scenario';
import { below, oneOf } from '../../fuzz/rounds.ts';
import { sha256 } from '../../running.ts';

/** Scenarios with other dates, companies, countries and promises, for the same entries: the law in all its cases. */

const COUNTRIES = ['US', 'IE', 'DE', 'CH', 'GB', 'HR', 'IN', 'CA', 'JP', 'NO', 'BG', 'AR', 'BR', 'IL', 'KR'];
const FACTS = [
  ...FRAMEWORKS,
  ...ADEQUACY_DECISIONS,
  ...CLAUSE_SETS,
  ...CLAUSE_SETS.flatMap((set) => set.forRegimes),
];

/** Decisions with a limited scope. */
const LIMITED = ADEQUACY_DECISIONS.filter(({ scope }) => coverageOf(scope) === 'as said').map(({ id }) => id);

/** Instants at which some law changes, epoch ms. */
const INSTANTS = FACTS.flatMap(({ reliableToMs, struckDown, validFromMs, validToMs, versions = [] }) => [
  ...[validFromMs, validToMs, reliableToMs ?? validFromMs, struckDown?.atMs ?? validFromMs],
  ...versions.flatMap((version) => [version.knownFromMs, version.validToMs]),
]).filter(Number.isFinite);

type Loose = Record<string, unknown>;

/** Another scenario, and its hash. */
export function otherScenario(
  scenario: Scenario,
  stream: RandomStream,
): { readonly scenario: Scenario; readonly hash: string } {
  const { horizonMs } = scenario;
  const other = structuredClone(scenario) as unknown as Loose;
  const startEpochMs = near(stream, horizonMs);
  other.startEpochMs = startEpochMs;
  other.clocks = scenario.clocks.map(({ timeZone }) => readZoneClock(timeZone, startEpochMs, horizonMs));
  other.entities = scenario.entities.map((entity) => ({
    ...entity,
    country: oneOf(stream, [entity.country, ...COUNTRIES]),
    kind: oneOf(stream, ['vendor', 'affiliate', 'subcontractor']),
    ...(stream.uniform() < 0.2 ? { role: 'controller' } : {}),
    instruments: Array.from({ length: below(stream, 4) }, () => instrument(stream, startEpochMs)),
    ...statements(stream, startEpochMs),
    certificates: Array.from({ length: below(stream, 3) }, () => ({
      edition: oneOf(stream, CERTIFICATE_EDITIONS).id,
      fromEpochMs: startEpochMs - below(stream, 9) * DAY_MS,
      toEpochMs: startEpochMs + below(stream, 900) * DAY_MS,
    })),
  }));
  const moved = <Row extends { readonly country: string }>(rows: readonly Row[]) =>
    rows.map((row) => (stream.uniform() < 0.3 ? { ...row, country: oneOf(stream, COUNTRIES) } : row));
  other.dataCentres = moved(scenario.dataCentres);
  other.centres = moved(scenario.centres);
  // Customers of one country move together, because follow-ups look for a stream of their country.
  const moves = new Map(
    scenario.streams.map(({ country }) => [country, oneOf(stream, [country, ...COUNTRIES])]),
  );
  other.streams = scenario.streams.map((row) => ({ ...row, country: moves.get(row.country) ?? row.country }));
  other.promises = scenario.promises.map((promise) => otherPromise(promise, stream));
  other.segments = scenario.segments.map(({ role: _, ...segment }) =>
    stream.uniform() < 0.3 ? { ...segment, role: 'processor' } : segment,
  );
  if (stream.uniform() < 0.5) other.holds = holds(scenario, stream);
  if (stream.uniform() < 0.3) other.law = { bases: [basis(stream, startEpochMs)] };
  const whole = other as unknown as Scenario;
  return { scenario: whole, hash: hexOf(sha256(utf8Of(scenarioJson(whole)))) };
}

/** A start from which the run contains a change of the law, or comes some years after it. */
function near(stream: RandomStream, horizonMs: number): number {
  const at = oneOf(stream, INSTANTS) - below(stream, horizonMs);
  return stream.uniform() < 0.3 ? at + below(stream, 2000) * DAY_MS : at;
}

function instrument(stream: RandomStream, startEpochMs: number): BasisInstrument {
  const fromEpochMs = startEpochMs - below(stream, 3000) * DAY_MS + below(stream, 3) * DAY_MS;
  const toEpochMs = stream.uniform() < 0.7 ? null : fromEpochMs + below(stream, 4000) * DAY_MS;
  const assessed =
    stream.uniform() < 0.5 ? {} : { assessedEpochMs: startEpochMs + (below(stream, 3) - 1) * DAY_MS };
  const dates = { fromEpochMs, toEpochMs, ...assessed };
  switch (below(stream, 3)) {
    case 0:
      return { kind: 'framework', instrument: oneOf(stream, FRAMEWORKS).id, ...dates };
    case 1:
      return {
        kind: 'standard-clauses',
        instrument: oneOf(stream, CLAUSE_SETS).id,
        ...dates,
        ...(stream.uniform() < 0.3 ? { signedFor: 'customers' } : {}),
      };
    default: {
      const approvedEpochMs = { EEA: fromEpochMs, CH: fromEpochMs, UK: startEpochMs + DAY_MS };
      const covers = oneOf(stream, ['controller', 'processor'] as const);
      return {
        kind: 'binding-rules',
        instrument: 'rules',
        ...dates,
        ...(stream.uniform() < 0.7 ? { approvedEpochMs } : {}),
        ...(stream.uniform() < 0.7 ? { covers } : {}),
      };
    }
  }
}

/** What a scenario says of a company: nothing, or some of it, with dates around the start. */
function statements(stream: RandomStream, startEpochMs: number): Pick<LegalEntity, 'adequacy' | 'gdpr'> {
  const term = () => {
    const fromEpochMs = startEpochMs + (below(stream, 3) - 2) * DAY_MS;
    return {
      fromEpochMs,
      toEpochMs: stream.uniform() < 0.5 ? null : fromEpochMs + below(stream, 3) * DAY_MS,
    };
  };
  const adequacy = LIMITED.flatMap((decision) =>
    stream.uniform() < 0.5 ? [] : [{ decision, isCovered: stream.uniform() < 0.6, ...term() }],
  );
  const gdpr = stream.uniform() < 0.5 ? [] : [{ applies: stream.uniform() < 0.5, ...term() }];
  return { ...(adequacy.length === 0 ? {} : { adequacy }), ...(gdpr.length === 0 ? {} : { gdpr }) };
}

function otherPromise(promise: Scenario['promises'][number], stream: RandomStream) {
  const zones = structuredClone(promise.zones) as Record<string, Record<string, string>>;
  for (let left = below(stream, 4); left > 0; left--) {
    const ofClass = zones[oneOf(stream, ITEM_CLASSES)];
    if (ofClass !== undefined) ofClass[oneOf(stream, PROMISE_DIMENSIONS)] = oneOf(stream, ZONE_IDS);
  }
  return {
    ...promise,
    zones,
    ...(stream.uniform() < 0.3 ? { storedFirst: oneOf(stream, ZONE_IDS) } : {}),
    ...(stream.uniform() < 0.2 ? { certified: 'ISO27001' } : {}),
  };
}

function holds({ horizonMs, segments }: Scenario, stream: RandomStream) {
  return Array.from({ length: 1 + below(stream, 3) }, () => {
    const fromMs = below(stream, horizonMs);
    return {
      segment: below(stream, segments.length),
      fromMs,
      toMs: fromMs + below(stream, horizonMs),
      by: 'a court',
    };
  });
}

function basis(stream: RandomStream, startEpochMs: number) {
  const fromEpochMs = startEpochMs + (below(stream, 4) - 2) * DAY_MS;
  const toEpochMs = stream.uniform() < 0.5 ? null : fromEpochMs + (1 + below(stream, 3)) * DAY_MS;
  const { id } = oneOf(stream, [...FRAMEWORKS, ...CLAUSE_SETS, ...ADEQUACY_DECISIONS]);
  return { basis: id, fromEpochMs, toEpochMs };
}
