import { HOUR_MS } from '#base';
import { WEEKDAYS } from '#domain';
import { idOf } from '#scenario';
import type { Calibration } from '../calibrate.ts';
import { type FoundGroup, PRESENT_LEAST } from '../people/presence.ts';
import type { ScenarioWriter } from './scenario-writer.ts';
import { idText } from './value-text.ts';
import { tiersReached } from './write-work.ts';

/** Agents that are invented where the log shows nobody. */
const INVENTED_AGENTS = 50;
/** Writes centres and their people, as their activity shows them. */
export function writePeople(writer: ScenarioWriter, calibration: Calibration): void {
  const { groups, mixes, options, outages, work } = calibration;
  const languages = [
    ...new Set(mixes.flatMap((mix) => [...mix.languages.values()].flatMap((all) => [...all.keys()]))),
  ];
  const tiers = tiersReached(calibration, null);
  const used = groups.filter(({ tier }) => tiers.includes(tier));
  const centres = used.length === 0 ? ['desk'] : [...new Set(used.map(({ centre }) => centre))];
  writer.line('centres:');
  for (const centre of centres) {
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
      writeGroup(writer, withUnknown(group, used, calibration), work.reading === 'in hand');
    if (own.length === 0) {
      writer.noted(
        3,
        `people: { languages: [${languages.join(', ')}], shifts: { all: { agents: ${INVENTED_AGENTS}, from: "00:00", to: "24:00" } } }`,
        'assumed: the log shows nobody',
      );
    }
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
  { agents, id, languages, perWeek, present, products, tier }: FoundGroup,
  isInHand: boolean,
): void {
  const key = idOf(id, 'group');
  const about = {
    unit: 'number' as const,
    source: isInHand
      ? 'cases in hand at most, by week'
      : 'agents from first to last activity of a shift, by week',
    method: isInHand ? 'largest over weeks; low: mean' : "mean over weeks, Student's interval",
  };
  present.forEach((one, hour) =>
    writer.found(one, { key: `centres.groups.${key}.headcounts.${hour}`, ...about }),
  );
  writer.found(perWeek, { key: `found.people.${key}.hoursPerWeek`, ...about });
  const who = agents === null ? 'agents unknown' : `${agents} agents`;
  writer.noted(
    3,
    `${idText(key)}:`,
    `[log] ${about.source}; ${who}, n = ${perWeek.n} weeks; intervals by hour in calibration.json`,
  );
  writer.line(`        tier: ${tier}`);
  writer.line(`        languages: [${languages.join(', ')}]`);
  writer.line(`        products: [${products.map(idText).join(', ')}]`);
  writer.line('        headcounts:');
  WEEKDAYS.forEach((day, k) => {
    const counts = present
      .slice(24 * k, 24 * k + 24)
      .map(({ value }) => (value < PRESENT_LEAST ? 0 : Math.max(1, Math.round(value))));
    if (counts.some((count) => count > 0)) {
      writer.line(`          - { days: ${day}, from: "00:00", every: 1 h, agents: [${counts.join(', ')}] }`);
    }
  });
}
