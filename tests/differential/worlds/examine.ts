import type { AuditOptions } from '#audit';
import { certificateEditionById, isZoneMember, type Scenario, type ZoneId } from '#domain';
import { entryLimits, openLedger } from '#ledger';
import { checked } from '../../bundle/recount/recounting.ts';
import { auditInMemory, type RunInMemory, runInMemory, sha256 } from '../../running.ts';
import { addHappenings } from './happenings.ts';
import { countOutside } from './outside-count.ts';

type Violation = Parameters<NonNullable<AuditOptions['takeViolation']>>[0];

/** What was found of one world. */
export interface Examined {
  /** Sentences about what is wrong; none if nothing is. Each begins with a word that names the kind. */
  readonly faults: readonly string[];
  readonly cases: number;
  readonly checks: number;
  /** What the ledger says (`POSSIBLE`). */
  readonly happened: ReadonlySet<string>;
}

/** Runs a world on all three engines, audits it, and counts it twice: by the recount from its ledger and from outside. */
export function examine(scenario: Scenario): Examined {
  const run = runInMemory(scenario);
  // The first of each invariant that the file does not explain.
  const violations = new Map<string, string>();
  const takeViolation = (violation: Violation) => {
    if (violation.known === 'then' && !violations.has(violation.id) && !isSo(scenario, violation))
      violations.set(violation.id, violation.message);
  };
  const { invariants } = auditInMemory(run.ledger, scenario, { takeViolation });
  const happened = new Set<string>();
  const checks = invariants.reduce((sum, one) => sum + one.checks, 0);
  const faults = [
    ...[...violations].map(([id, message]) => `${id}: ${message}`),
    ...differences(scenario, run),
    ...recounted(scenario, run),
    ...outside(scenario, run, happened),
  ];
  return { faults, cases: run.cases, checks, happened };
}

/** What an open case of the file may break as it is: where its copies lie, and to whom they were given. */
const OF_OPEN_CASES = ['R1', 'R3', 'R7', 'R9'];

/**
 * Whether the promise is broken in fact, as the file says by itself: an open case has its copies where they may not be, and may still have
 * them when the place is judged again after a change; the company had no
 * certificate then, although the promise wants it, and copies had nowhere to go when the last one ended; the place of the ledger is
 * outside the zone, because none of the list is inside; or a country has left the zone, and nothing in the file moves the copies, or they
 * have nowhere to go.
 */
function isSo(scenario: Scenario, { caseNumber, id: invariant, message, timeMs }: Violation): boolean {
  const { backlog = [], dataCentres, entities, startEpochMs } = scenario;
  const openCase = caseNumber === null ? undefined : backlog[caseNumber];
  const [, kept] = /^after a change of .* stored at (\S+) /.exec(message) ?? [];
  const placed = [openCase?.copies?.primary, openCase?.copies?.replica];
  const isOfFile =
    timeMs === 0 || placed.some((index) => index !== undefined && dataCentres[index]?.id === kept);
  if (openCase !== undefined && isOfFile && OF_OPEN_CASES.includes(invariant)) return true;
  const atMs = startEpochMs + timeMs;
  const [, id] = /(\S+) has no certificate for ISO27001/.exec(message) ?? [];
  const company = entities.find((entity) => entity.id === id);
  if (company !== undefined)
    return !(company.certificates ?? []).some(({ edition, fromEpochMs, services, toEpochMs }) => {
      const endMs = Math.min(toEpochMs, certificateEditionById(edition)?.validToMs ?? 0);
      return services?.includes('storage') !== false && fromEpochMs <= atMs && atMs < endMs;
    });
  const [, place, zone] =
    /ledger contains .* kept at (\S+) .*storage: \w\w is outside (\w+)/.exec(message) ?? [];
  const country = dataCentres.find((one) => one.id === place)?.country;
  if (country !== undefined) return !isZoneMember(zone as ZoneId, country, atMs);
  const [, stays, left = stays] =
    /after a change of .*, .* stored at (\S+) |at (\S+) .* is still there when/.exec(message) ?? [];
  const [, zoneOfLeft] = /(?:is outside|leaves the zone) (\w+)/.exec(message) ?? [];
  return left !== undefined && isLeftBehind(scenario, left, zoneOfLeft as ZoneId, timeMs);
}

/** Whether the copies of a data centre stay when its country leaves a zone. The check of the file warns of it (`promise-will-break`). */
function isLeftBehind(scenario: Scenario, id: string, zone: ZoneId, timeMs: number): boolean {
  const { dataCentres, evacuations, placements, retention, startEpochMs } = scenario;
  const isEmptied = (index: number, atMs: number) =>
    evacuations.some(
      (one) =>
        one.dataCentre === index &&
        one.atMs <= atMs &&
        one.to.some((place) => mayGetCertified(scenario, place, one.atMs, atMs)),
    );
  const index = dataCentres.findIndex((one) => one.id === id);
  const country = dataCentres[index]?.country ?? '';
  const isInZone = (atMs: number) => isZoneMember(zone, country, startEpochMs + atMs);
  if (index === -1 || !isInZone(0) || isInZone(timeMs) || isEmptied(index, timeMs)) return false;
  const { leavingLeadMs } = retention;
  if (leavingLeadMs === undefined) return true;
  return placements.some(
    ({ primary, replica }) =>
      [...primary, ...replica].includes(index) &&
      !primary.some(
        (other) =>
          !isEmptied(other, timeMs - leavingLeadMs) &&
          isZoneMember(zone, dataCentres[other]?.country ?? '', startEpochMs + timeMs),
      ),
  );
}

/** Whether copies could come there in this time, ms of the run, as far as a promise that asks for a certificate is concerned. */
function mayGetCertified(
  { dataCentres, entities, promises, startEpochMs }: Scenario,
  place: number,
  fromMs: number,
  toMs: number,
): boolean {
  if (promises.every(({ certified }) => certified === undefined)) return true;
  const { certificates = [] } = entities[dataCentres[place]?.entity ?? -1] ?? {};
  return certificates.some(
    ({ fromEpochMs, services, toEpochMs }) =>
      services?.includes('storage') !== false &&
      fromEpochMs <= startEpochMs + toMs &&
      startEpochMs + fromMs < toEpochMs,
  );
}

function differences(scenario: Scenario, run: RunInMemory): readonly string[] {
  const summary = JSON.stringify(run.summary);
  return (['table', 'interpreted'] as const).flatMap((engine) => {
    const other = runInMemory(scenario, { engine });
    if (other.root !== run.root) return [`engine: '${engine}' gives another ledger`];
    return JSON.stringify(other.summary) === summary ? [] : [`engine: '${engine}' gives another summary`];
  });
}

function recounted(scenario: Scenario, { ledger, summary }: RunInMemory): readonly string[] {
  // A warm-up that settles by itself is found by a run in advance, which commands make.
  if (scenario.warmUp !== undefined && 'by' in scenario.warmUp) return [];
  const { difference } = checked(summary, scenario, ledger);
  return difference === null ? [] : [`recount: ${JSON.stringify(difference)}`];
}

function outside(
  scenario: Scenario,
  { ledger, summary }: RunInMemory,
  happened: Set<string>,
): readonly string[] {
  const opened = openLedger(ledger, sha256, () => entryLimits(scenario));
  if (!opened.ok) return [`ledger: ${opened.problem.message}`];
  addHappenings(opened.value, happened);
  return countOutside(scenario, opened.value, summary)
    .slice(0, 3)
    .map((sentence) => `count: ${sentence}`);
}
