import { formatCount, formatTimeOfDay, HOUR_MS, shown } from '#base';
import { DAY_MINUTES, WEEKDAYS } from '#domain';
import { idOf } from '#scenario';
import type { Calibration } from '../calibrate.ts';
import type { Figure } from '../estimates/measured.ts';
import type { FoundGroup } from '../people/presence.ts';
import type { FoundShift } from '../people/rosters.ts';
import { durationText, idText, ScenarioWriter } from './value-text.ts';
import { ABOUT_TREND, writeArrivals } from './write-arrivals.ts';
import { type Base, writeSegments } from './write-segments.ts';
import { writeSoftware } from './write-software.ts';
import { tiersReached, writeWork } from './write-work.ts';

/** What a calibrated scenario is called, and when it begins. */
interface ScenarioName {
  readonly name: string;
  readonly title: string;
  /** ISO 8601. Of a whole scenario only: an overlay begins when its base does. */
  readonly start: string;
  readonly horizon: string;
  /** Whether comments name agents as the log does. Left out: they are numbered. */
  readonly keepsNames?: boolean;
}

/** A scenario file, and every figure in it. */
interface WrittenScenario {
  readonly text: string;
  readonly figures: readonly Figure[];
  /** What the log does not measure, each with the assumption made; the assumed values last. */
  readonly assumptions: readonly string[];
}

/** Writes the calibrated scenario, or an overlay over `base`. Each figure has a comment with source, number and interval. */
export function writeScenario(
  calibration: Calibration,
  named: ScenarioName,
  base: Base | null,
): WrittenScenario {
  const writer = new ScenarioWriter();
  writeHead(writer, calibration, named, base);
  if (base === null) writeOrganisation(writer, calibration);
  writer.line();
  writeArrivals(writer, calibration, base !== null);
  writer.line();
  if (base === null) {
    writePeople(writer, calibration, namingOf(calibration, named.keepsNames ?? false));
    writer.line();
  }
  writeSegments(writer, calibration, base);
  writer.line();
  writeWork(writer, calibration, base);
  if (base === null) {
    writer.line();
    writer.noted(0, 'retention: { eraseAfter: 14 days }', 'assumed');
  }
  const { correlation, trend } = calibration.arrivals;
  if (trend !== null && trend.written === null)
    writer.found(trend, { ...ABOUT_TREND, key: 'found.trendPerWeek' });
  if (correlation !== null) {
    writer.found(correlation, {
      key: 'found.correlationOfDays',
      unit: 'number',
      source: 'whole days',
      method: "mean over pairs of segments, Fisher's interval of one pair",
    });
  }
  const { assumed } = writer;
  const values = assumed.length === 0 ? [] : [`Values that are assumed: ${assumed.join('; ')}.`];
  return {
    text: writer.text(),
    figures: writer.figures,
    assumptions: [...calibration.assumptions, ...values],
  };
}

function writeHead(
  writer: ScenarioWriter,
  { assumptions, options, software, stories }: Calibration,
  named: ScenarioName,
  base: Base | null,
): void {
  const [from, until] = [options.fromMs, options.untilMs].map((ms) => new Date(ms).toISOString());
  writer.line(
    `# ${base === null ? 'A scenario' : 'An overlay'} that was calibrated from a case log. Comments with [log] give what a figure rests on, n and the`,
  );
  writer.line('# 95 % interval. calibration.json has them for programs. Figures without [log] are assumed.');
  writer.line('#');
  writer.line('# What the log cannot tell, and what is assumed instead:');
  for (const assumption of assumptions) writer.line(`#   - ${assumption.replace(/\s+/g, ' ')}`);
  writer.line('meridian: 1');
  if (base !== null) writer.line(`extends: ${base.path}`);
  writer.line(`name: ${named.name}`);
  writer.line(`title: ${JSON.stringify(named.title)}`);
  if (base === null) {
    writer.line(`start: ${named.start}`);
    writer.line(`horizon: ${named.horizon}`);
  }
  writer.line('sources:');
  const count = formatCount(stories.length);
  writer.line(
    `  log: ${JSON.stringify(`${options.log}: ${count} cases opened from ${from} until ${until}`)}`,
  );
  if (software !== null) {
    const sessions = formatCount(software.contained + software.handedOver);
    writer.line(`  sessions: ${JSON.stringify(`${software.log}: ${sessions} sessions of software`)}`);
  }
}

function writeOrganisation(writer: ScenarioWriter, { mixes, options }: Calibration): void {
  const products = [...new Set(mixes.flatMap((mix) => [...mix.products.keys()]))].sort();
  const { country } = options.defaults;
  writer.line();
  writer.line('products:');
  for (const product of products) writer.line(`  ${idText(product)}: { title: "${product}" }`);
  writer.line();
  writer.line('# Assumed, so that the scenario is complete: one company, one data centre, no promise.');
  writer.line(`entities: { vendor: { title: The vendor, kind: vendor, country: ${country} } }`);
  writer.line(`dataCentres: { store: { title: Data centre, country: ${country}, entity: vendor } }`);
  writer.line('placements: { default: { primary: [store] } }');
  writer.line('promises: { none: { title: No promise about places, zones: { storage: ANY } } }');
}

/** Agents that are invented where the log shows nobody. */
const INVENTED_AGENTS = 50;
/** Writes centres and their people, as their activity shows them. */
function writePeople(writer: ScenarioWriter, calibration: Calibration, named: Naming): void {
  const { groups, mixes, options, outages, work } = calibration;
  const languages = [
    ...new Set(mixes.flatMap((mix) => [...mix.languages.values()].flatMap((all) => [...all.keys()]))),
  ];
  const tiers = tiersReached(calibration, null);
  const used = groups.filter(({ tier }) => tiers.includes(tier));
  const centres = used.length === 0 ? ['desk'] : [...new Set(used.map(({ centre }) => centre))];
  writer.line('centres:');
  for (const [k, centre] of centres.entries()) {
    writer.line(`  ${idText(idOf(centre, 'desk'))}:`);
    writer.line(`    title: "${centre.replace(/["\\]/g, '')}"`);
    writer.noted(2, `country: ${options.defaults.country}`, 'assumed');
    writer.line(`    timeZone: ${options.timeZone}`);
    writer.line('    entity: vendor');
    writer.line('    hours: 24x7');
    for (const { expected, fromMs, toMs } of outages.filter((one) => one.centre === centre)) {
      const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
      writer.line(
        `    # [log] silence from ${from} to ${to}, where ${expected.toFixed(0)} activities are usual: perhaps an outage`,
      );
    }
    writer.line('    groups:');
    const own = used.filter((group) => group.centre === centre);
    for (const group of own)
      writeGroup(writer, withUnknown(group, used, calibration), work.reading === 'in hand', named);
    if (own.length === 0) {
      const text = `people: { languages: [${languages.join(', ')}], shifts: { all: { agents: ${INVENTED_AGENTS}, from: "00:00", to: "24:00" } } }`;
      writer.noted(3, text, 'assumed: the log shows nobody');
    }
    if (k === 0) writeSoftware(writer, calibration, { centre, languages, groups: own.map(({ id }) => id) });
  }
  for (const { centre, expected, fromMs, toMs } of outages) {
    const hours = (toMs - fromMs) / HOUR_MS;
    writer.found(
      { value: hours, low: hours, high: hours, n: Math.round(expected) },
      {
        key: `found.outages.${centre}.${new Date(fromMs).toISOString()}`,
        unit: 'number',
        source: 'hours of silence; n: activities that are usual then',
        method: 'less likely than 1 in a million by chance; no interval',
      },
    );
  }
}

/** The group with the languages and products that nobody of its tier was seen to know: somebody must. */
function withUnknown(group: FoundGroup, all: readonly FoundGroup[], { mixes }: Calibration): FoundGroup {
  const peers = all.filter(({ tier }) => tier === group.tier);
  const missing = (wanted: readonly string[], known: (one: FoundGroup) => readonly string[]) =>
    wanted.filter((name) => !peers.some((one) => known(one).includes(name)));
  const languages = mixes.flatMap((mix) =>
    [...mix.languages.values()].flatMap((shares) => [...shares.keys()]),
  );
  const products = mixes.flatMap((mix) => [...mix.products.keys()]);
  return {
    ...group,
    languages: [...new Set([...group.languages, ...missing(languages, (one) => one.languages)])],
    products: [...new Set([...group.products, ...missing(products, (one) => one.products)])],
  };
}

function writeGroup(
  writer: ScenarioWriter,
  { absences, agents, id, languages, perWeek, present, products, shifts, tier }: FoundGroup,
  isInHand: boolean,
  named: Naming,
): void {
  const key = idOf(id, 'group');
  const about = {
    unit: 'number' as const,
    source: isInHand
      ? 'room for cases in hand: twice the most there were, by week'
      : 'agents from first to last activity of a shift, by week',
    method: isInHand ? 'twice the largest over weeks; low: mean' : "mean over weeks, Student's interval",
  };
  present.forEach((one, hour) => writer.found(one, { key: `found.people.${key}.present.${hour}`, ...about }));
  writer.found(perWeek, { key: `found.people.${key}.hoursPerWeek`, ...about });
  const who = agents === null ? 'agents unknown' : `${agents} agents`;
  const comment = `[log] ${about.source}; ${who}, n = ${perWeek.n} weeks; intervals by hour in calibration.json`;
  writer.noted(3, `${idText(key)}:`, comment);
  writer.line(`        tier: ${tier}`);
  writer.line(`        languages: [${languages.join(', ')}]`);
  writer.line(`        products: [${products.map(idText).join(', ')}]`);
  if (absences !== null) {
    const { everyMs, lengthMs, share } = absences;
    writer.put(4, `absences: { every: ${durationText(everyMs)}, for: ${durationText(lengthMs)} }`, share, {
      key: `found.people.${key}.away`,
      unit: 'share',
      source:
        'time on shift without a case in hand while customers waited, share of the time in which they did',
      method: 'ratio of sums over agents; n: agents',
    });
  }
  writer.line('        shifts:');
  for (const [k, shift] of shifts.entries()) {
    const people = shift.names.map(named).join(', ');
    const whose = people === '' ? 'head counts, the same agents on all days' : `hours of ${people}`;
    writer.noted(
      5,
      `shift-${k + 1}: { agents: ${shift.agents}, hours: [${hoursText(shift)}] }`,
      `[log] ${whose}`,
    );
  }
}

/** What a person is called in the scenario. */
type Naming = (agent: string) => string;

/** Numbers people in the order in which the log has them; or keeps their names. */
function namingOf({ contacts }: Calibration, keepsNames: boolean): Naming {
  if (keepsNames) return (agent) => JSON.stringify(shown(agent));
  const numbers = new Map<string, number>();
  for (const { spell } of contacts) {
    if (spell.agent !== null && !numbers.has(spell.agent)) numbers.set(spell.agent, numbers.size + 1);
  }
  return (agent) => `person ${numbers.get(agent)}`;
}

/** Pieces of hours: days with the same hours are one piece. */
function hoursText({ hours }: FoundShift): string {
  const pieces = new Map<string, number[]>();
  for (const { day, from, to } of hours) {
    const key = `from: "${clockText(from)}", to: "${clockText(to)}"`;
    pieces.set(key, [...(pieces.get(key) ?? []), day]);
  }
  return [...pieces].map(([key, days]) => `{ days: ${daysText(days)}, ${key} }`).join(', ');
}

/** Minutes since midnight as a clock shows them; the end of the day is 24:00, and later ends are on the next day. */
function clockText(minutes: number): string {
  return formatTimeOfDay(minutes > DAY_MINUTES ? minutes - DAY_MINUTES : minutes);
}

function daysText(days: readonly number[]): string {
  const [first = 0] = days;
  const last = days.at(-1) ?? first;
  if (days.length > 2 && last - first === days.length - 1) return `${WEEKDAYS[first]}-${WEEKDAYS[last]}`;
  const names = days.map((day) => WEEKDAYS[day]);
  return names.length === 1 ? `${names[0]}` : `[${names.join(', ')}]`;
}
