import { HOUR_MS, SECOND_MS, sumOf } from '#base';
import { type AgentGroup, ESCALATION_REASONS, SEVERITIES, TIERS, type Tier } from '#domain';
import { type Figures, Measured, meanOf, ratioOf } from './figure.ts';
import { type CentreTime, ContactCount, hoursOfTheWeek } from './period.ts';
import type { RunTally } from './run-tally.ts';

/** The summary's figures for each centre. */
export function centreFigures(tally: RunTally): readonly Figures[] {
  const { endMs, period, scenario } = tally;
  const exposure = hoursOfTheWeek(scenario);
  exposure.add(1, period.fromMs, endMs);
  const { areas: exposureMs } = exposure;
  return scenario.centres.map(({ country, id, title }, c) => {
    const { busy, duty, overtimeMs } = period.centres[c] as CentreTime;
    const shifts = scenario.groups.flatMap((group) => (group.centre === c ? group.shifts : []));
    const contacts = contactsOf(tally, ({ centre }) => centre === c);
    const meanByHour = (areas: Float64Array) =>
      Array.from(areas, (area, hour) => ratioOf(area, exposureMs[hour] as number) ?? 0);
    return {
      ...{ id, title, country },
      agents: shifts.reduce((sum, { agents }) => sum + agents, 0),
      contacts: contacts.contacts,
      ...handleFigures(contacts),
      occupancy: ratioOf(sumOf(busy.areas), sumOf(duty.areas)),
      overtimeHours: new Measured(overtimeMs / HOUR_MS),
      ...handOversOf(tally, c),
      onDutyByHour: meanByHour(duty.areas),
      busyByHour: meanByHour(busy.areas),
    };
  });
}

function handOversOf({ period, scenario }: RunTally, c: number) {
  let [handOversIn, handOversOut] = [0, 0];
  for (const reason of ESCALATION_REASONS.keys()) {
    for (const other of scenario.centres.keys()) {
      if (other === c) continue;
      handOversIn += period.handOvers({ reason, from: other, to: c });
      handOversOut += period.handOvers({ reason, from: c, to: other });
    }
  }
  return { handOversIn, handOversOut };
}

/** The summary's figures for each tier. */
export function tierFigures(tally: RunTally): readonly Figures[] {
  return TIERS.map((tier: Tier) => {
    const isOfTier = (group: AgentGroup) => group.tier === tier;
    const all = contactsOf(tally, isOfTier);
    const meanWait = ({ contacts, waitMs }: ContactCount) => meanOf(waitMs / SECOND_MS, contacts);
    return {
      ...{ tier, contacts: all.contacts, ended: all.ended, waitMeanS: meanWait(all) },
      ...handleFigures(all),
      bySeverity: SEVERITIES.map((severity, s) => {
        const own = contactsOf(tally, isOfTier, s);
        return { severity, contacts: own.contacts, waitMeanS: meanWait(own) };
      }),
    };
  });
}

/** Hand-overs by reason and pair of centres. */
export function flowFigures({ period, scenario }: RunTally): readonly Figures[] {
  const { centres } = scenario;
  const flows: Figures[] = [];
  for (const [r, reason] of ESCALATION_REASONS.entries()) {
    for (let from = -1; from < centres.length; from++) {
      for (const [to, { id }] of centres.entries()) {
        const count = period.handOvers({ reason: r, from, to });
        if (count > 0) flows.push({ reason, from: centres[from]?.id ?? null, to: id, count });
      }
    }
  }
  return flows;
}

/** Contacts of some groups together, with cases of one severity or of all. */
function contactsOf(
  { period, scenario }: RunTally,
  belongs: (group: AgentGroup) => boolean,
  severity?: number,
): ContactCount {
  const sum = new ContactCount();
  for (const [g, group] of scenario.groups.entries()) {
    if (!belongs(group)) continue;
    for (const [s, count] of (period.contacts[g] ?? []).entries()) {
      if (severity !== undefined && s !== severity) continue;
      sum.contacts += count.contacts;
      sum.ended += count.ended;
      sum.waitMs += count.waitMs;
      sum.handleMs += count.handleMs;
      sum.handleSquaresMs += count.handleSquaresMs;
    }
  }
  return sum;
}

/** Relative error of one floating-point operation. */
const EPSILON = 2 ** -53;

/**
 * Mean and standard deviation of handle times. Squares add up to more than a double holds exactly. The sum is off by at most one rounding
 * per contact, both here and in the run, so a deviation that is small relative to the mean is known only as a range.
 */
function handleFigures({ ended, handleMs, handleSquaresMs }: ContactCount) {
  const handleMeanS = meanOf(handleMs / SECOND_MS, ended);
  if (ended === 0) return { handleMeanS, handleDeviationS: null };
  const variance = (handleSquaresMs - handleMs ** 2 / ended) / ended;
  const error = (2 * (ended + 4) * EPSILON * handleSquaresMs) / ended;
  const inS = (ofVariance: number) => Math.sqrt(Math.max(0, ofVariance)) / SECOND_MS;
  return { handleMeanS, handleDeviationS: new Measured(inS(variance - error), inS(variance + error)) };
}
