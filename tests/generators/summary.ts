import { DAY_MS, HOUR_MS, MINUTE_MS, openStream, quantileOf, SECOND_MS } from '#base';
import { COPY_ROLES, localClockOf, type Scenario, WAITING_CAUSES } from '#domain';
import { type Summary, summarise } from '#statistics';
import type { AuditReport } from '../../src/audit/answers/audit-report.ts';
import { Teller } from '../statistics/teller.ts';
import { AROUND_THE_CLOCK, SEGMENT_SHARES, worldScenario } from './world-scenario.ts';

/**
 * A result that looks like a run's but is made without the engine: the meter gets shifts, cases, waits, hand-overs and copies drawn at
 * random, in the order of time.
 */
export function plausibleResult(options: { seed?: string; cases?: number; scenario?: Scenario } = {}): {
  readonly scenario: Scenario;
  readonly summary: Summary;
  readonly audit: AuditReport;
} {
  const { cases = 2000, scenario = worldScenario(), seed = '1' } = options;
  const meter = new Teller(scenario);
  const told = [...tellStaff(scenario), ...tellCases(scenario, seed, cases)];
  told.sort((left, right) => left.atMs - right.atMs || left.order - right.order);
  for (const { atMs, tell } of told) {
    if (atMs >= scenario.horizonMs) continue;
    meter.advanceTo(atMs);
    tell(meter);
  }
  meter.ended(scenario.horizonMs);
  return {
    scenario,
    summary: summarise(meter.meter, { seed, replication: 0, scenario }),
    audit: cleanAudit(scenario),
  };
}

interface Told {
  readonly atMs: number;
  readonly order: number;
  readonly tell: (meter: Teller) => void;
}

/** Agents on duty as a share of a centre's agents, at an hour (0 … 24) of a local day. */
function dutyShare(hour: number, isWeekend: boolean, aroundTheClock: boolean): number {
  const isDay = hour >= 8 && hour < 18;
  if (!aroundTheClock) return isDay && !isWeekend ? (hour >= 9 && hour < 17 ? 0.85 : 0.5) : 0;
  if (isDay) return isWeekend ? 0.3 : 0.55;
  return isWeekend ? 0.18 : 0.25;
}

function* tellStaff(scenario: Scenario): Generator<Told> {
  const hours = Math.ceil(scenario.horizonMs / HOUR_MS);
  for (const [centre, { timeZone }] of scenario.centres.entries()) {
    const group = scenario.groups.findIndex((candidate) => candidate.centre === centre);
    const agents = scenario.groups
      .filter((candidate) => candidate.centre === centre)
      .reduce((sum, { shifts }) => sum + (shifts[0]?.agents ?? 0), 0);
    let onDuty = 0;
    let busy = 0;
    let offsetMs = 0;
    for (let hour = 0; hour < hours; hour++) {
      const atMs = hour * HOUR_MS;
      const epochMs = scenario.startEpochMs + atMs;
      if (hour % 24 === 0) offsetMs = localClockOf(scenario, timeZone).offsetAt(epochMs);
      const local = epochMs + offsetMs;
      const localHour = (((local % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS;
      const isWeekend = [0, 6].includes(new Date(local).getUTCDay());
      const share = dutyShare(localHour, isWeekend, AROUND_THE_CLOCK[centre] ?? false);
      const wanted = Math.round(agents * share);
      const load = 0.62 + 0.3 * Math.sin(((localHour - 7) / 24) * 2 * Math.PI) + 0.02 * (centre % 4);
      const work = Math.min(wanted, Math.round(wanted * Math.max(0.1, isWeekend ? load - 0.2 : load)));
      const [duty, steps, up] = [wanted - onDuty, Math.abs(work - busy), work > busy];
      yield {
        atMs,
        order: 0,
        tell: (meter) => {
          meter.dutyChanged(group, duty);
          for (let i = 0; i < steps; i++) meter.busyChanged(group, up ? 1 : -1);
        },
      };
      [onDuty, busy] = [wanted, work];
    }
  }
}

function* tellCases(scenario: Scenario, seed: string, cases: number): Generator<Told> {
  const draws = openStream(seed, 0, 'plausible result');
  const uniform = () => draws.uniform();
  const pick = (shares: readonly number[]) => {
    let rest = uniform();
    const found = shares.findIndex((share) => {
      rest -= share;
      return rest < 0;
    });
    return found === -1 ? shares.length - 1 : found;
  };
  const [primary, replica, workingCopy] = [0, 1, COPY_ROLES.indexOf('working copy')];
  const dataCentres = scenario.dataCentres.length;
  for (let i = 0; i < cases; i++) {
    // Arrivals follow the working day of the segment, with two thirds fewer at weekends.
    let atMs: number;
    do atMs = Math.floor(uniform() * scenario.horizonMs);
    while (uniform() > arrivalWeight(scenario.startEpochMs + atMs));
    const segment = pick(SEGMENT_SHARES);
    const channel = pick([0.45, 0.25, 0.3]);
    const stream = segment * 3 + channel;
    const severity = pick([0.1, 0.35, 0.55]);
    const slow = channel === 0 ? 40 * SECOND_MS : 50 * MINUTE_MS;
    const waitMs = Math.floor(
      quantileOf({ kind: 'lognormal', mean: slow * (0.5 + severity), sigma: 1.2 }, uniform()),
    );
    const patienceMs = Math.floor(quantileOf({ kind: 'exponential', mean: 8 * MINUTE_MS }, uniform()));
    const place = scenario.segments[segment]?.promise === 0 ? 0 : 2;
    const group = Math.floor(uniform() * scenario.centres.length) * 3;
    const at = (delayMs: number, tell: (meter: Teller) => void): Told => ({
      atMs: atMs + delayMs,
      order: i,
      tell,
    });
    yield at(0, (meter) => {
      meter.arrived(stream, severity);
      meter.copiesChanged(stream, primary, place, 1);
      meter.copiesChanged(stream, replica, place + 1, 1);
      meter.queueChanged(1, 1);
      if (uniform() < 0.5) meter.waitingCause(WAITING_CAUSES.indexOf('no agent free'));
      if (uniform() < 0.2) meter.waitingCause(pick(WAITING_CAUSES.map(() => 1 / 8)));
    });
    if (channel === 0 && patienceMs < waitMs) {
      yield at(patienceMs, (meter) => {
        meter.queueChanged(1, -1);
        meter.abandoned(stream, severity, patienceMs);
      });
      continue;
    }
    const handleMs = Math.floor(
      quantileOf({ kind: 'lognormal', mean: 25 * MINUTE_MS, sigma: 0.9 }, uniform()),
    );
    yield at(waitMs, (meter) => {
      meter.queueChanged(1, -1);
      meter.answered(stream, severity, 1, waitMs, group);
    });
    const centre = group / 3;
    const keepsCopy = scenario.centres[centre]?.access === 'local system' && place === 0;
    if (keepsCopy)
      yield at(waitMs, (meter) => meter.copiesChanged(stream, workingCopy, dataCentres + centre, 1));
    yield at(waitMs + handleMs, (meter) => {
      meter.contactEnded(severity, group, handleMs);
      if (keepsCopy) meter.copiesChanged(stream, workingCopy, dataCentres + centre, -1);
    });
    let doneMs = waitMs + handleMs;
    let from = centre;
    for (let tier = 2; tier <= 3 && uniform() < 0.35; tier++) {
      const secondWait = Math.floor(uniform() * 3 * HOUR_MS);
      const reason = pick([0.05, 0.08, 0.55, 0.02, 0.3]);
      const to =
        uniform() < 0.4 ? from : (from + 1 + Math.floor(uniform() ** 3 * 11)) % scenario.centres.length;
      const [left, since] = [from, doneMs];
      yield at(since, (meter) => meter.queueChanged(tier, 1));
      yield at(since + secondWait, (meter) => {
        meter.queueChanged(tier, -1);
        meter.answered(stream, severity, tier, secondWait, to * 3 + tier - 1);
        meter.handedOver(stream, severity, reason, left, to);
      });
      yield at(since + secondWait + handleMs, (meter) =>
        meter.contactEnded(severity, to * 3 + tier - 1, handleMs),
      );
      doneMs = since + secondWait + handleMs;
      from = to;
    }
    const sojournMs = doneMs;
    yield at(doneMs, (meter) => meter.resolved(stream, severity, sojournMs));
    if (uniform() < 0.04) yield at(doneMs + HOUR_MS, (meter) => meter.reopened(stream, severity));
    yield at(doneMs + 9 * DAY_MS, (meter) => {
      meter.copiesChanged(stream, primary, place, -1);
      meter.copiesChanged(stream, replica, place + 1, -1);
    });
  }
}

function arrivalWeight(epochMs: number): number {
  const isWeekend = [0, 6].includes(new Date(epochMs).getUTCDay());
  const hour = (epochMs % DAY_MS) / HOUR_MS;
  return (0.55 + 0.4 * Math.sin(((hour - 9) / 24) * 2 * Math.PI)) * (isWeekend ? 0.35 : 1);
}

const INVARIANTS = [
  ['R1', 'Storage', 'Every live copy is in an allowed country at every moment.', 184_232],
  ['R3', 'Failover', 'Replica, backup and failover targets are inside of the boundary.', 61_204],
  [
    'R4',
    'Access place',
    'Whoever sees the data is where the promise allows, during the whole interval.',
    92_417,
  ],
  ['R6', 'Purpose', 'Each access names the case it belongs to, by someone assigned to it.', 92_417],
  ['R7', 'Basis', 'Data made available to another entity carries a basis valid at that time.', 70_533],
  ['R15', 'Erasure', 'All copies are gone within the time after closing.', 31_882],
  ['R17', 'No resurrection', 'What was erased never comes back from a backup.', 31_882],
  ['R20', 'Attribution', 'Each access names one agent or one named automaton.', 92_417],
  ['R23', 'No silent starvation', 'Every open case gets a response or a true waiting cause in time.', 48_009],
] as const;

/** A report in which every invariant was checked and none is violated. */
export function cleanAudit(scenario: Scenario): AuditReport {
  return {
    format: 2,
    scenario: scenario.name,
    law: [],
    seed: '1',
    replication: 0,
    root: '9f2c4d1e'.repeat(8),
    entries: 912_345,
    cases: 60_000,
    ended: null,
    verdict: 'clean',
    damage: null,
    invariants: INVARIANTS.map(([id, title, sentence, checks]) => ({
      id,
      title,
      sentence,
      checks,
      violations: 0,
      counterexample: null,
      untested: null,
      undecided: [],
    })),
    invariantsNow: [],
  };
}

/** The same with a violation of R1, with the story of one case. */
export function violatedAudit(scenario: Scenario): AuditReport {
  const clean = cleanAudit(scenario);
  return {
    ...clean,
    verdict: 'violations',
    invariants: clean.invariants.map((result) =>
      result.id === 'R1'
        ? {
            ...result,
            violations: 17,
            counterexample: {
              caseNumber: 4711,
              entry: 50_312,
              timeMs: 3 * DAY_MS,
              message: 'primary copy of a case promised to the EEA is stored in US',
              story: [50_301, 50_312],
            },
          }
        : result,
    ),
  };
}
