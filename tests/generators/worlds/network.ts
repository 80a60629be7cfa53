import { ITEM_CLASSES, PROMISE_DIMENSIONS } from '#domain';
import { type Dice, drawn, drawnSome, eachOf, type FileMap, type FileValue, listOf } from './dice.ts';
import { distribution } from './distributions.ts';
import { duration, instantText, moment, type Outline, period, span, validity } from './values.ts';

/** Who holds data, where it rests, what was promised, and what authorities ask for. */

/** They contain Ireland, where somebody can serve every case. */
const ZONES = ['ANY', 'ANY', 'EEA', 'EU', 'EU_EFTA', 'LEGAL_FREE_FLOW'];
const OTHER_ZONES = ['UK', 'CH', 'US', 'EFTA', 'EEA_EFTA'];
const zone = (dice: Dice) => (dice.chance(0.02) ? dice.of(OTHER_ZONES) : dice.of(ZONES));
const FRAMEWORKS = [
  ...['SAFE_HARBOR_EU_US', 'SAFE_HARBOR_CH_US', 'PRIVACY_SHIELD_EU_US', 'PRIVACY_SHIELD_CH_US'],
  ...['DPF_EU_US', 'DPF_UK_EXT', 'DPF_CH_US', 'TCA_BRIDGE_UK'],
];
const CLAUSES = [
  ...['SCC_2001_C2C', 'SCC_2002_C2P', 'SCC_2004_C2C', 'SCC_2010_C2P', 'SCC_2021', 'UK_IDTA', 'UK_ADDENDUM'],
];
/** With the first day of each. */
const EDITIONS = [
  ['ISO27001_2005', '2005-10-15'],
  ['ISO27001_2013', '2013-10-01'],
  ['ISO27001_2022', '2022-10-25'],
] as const;
/** Decisions that do not cover everybody in their country. */
const LIMITED = [
  'ADEQUACY_CA',
  'ADEQUACY_JP',
  'ADEQUACY_KR',
  'ADEQUACY_IL',
  'UK_RECOGNISES_JP',
  'CH_ORDINANCE_ANNEX_CA',
];
const PROFILES = [
  ...['css-default-2014', 'premier-eea-2014', 'eu-data-boundary-2025', 'eu-personnel', 'union-only-support'],
];

function instrument(dice: Dice, outline: Outline): FileMap {
  const time = since(dice, outline);
  const { from = '' } = time;
  const assessed = dice.chance(0.5) ? { assessed: from } : {};
  const kind = dice.whole(0, 2);
  if (kind === 0) return { framework: dice.of(FRAMEWORKS), ...time };
  if (kind === 1) {
    const signedFor = dice.chance(0.5) ? { signedFor: 'customers' } : {};
    return { clauses: dice.of(CLAUSES), ...time, ...assessed, ...signedFor };
  }
  const approved = eachOf(dice, ['EEA', 'CH', 'UK'], () => from);
  const covers = dice.of(['controller', 'processor']);
  return { bindingRules: 'Rules of the group', ...time, ...assessed, approved, covers };
}

/** With an end, or without. */
export function since(dice: Dice, outline: Outline): FileMap {
  const { from, to } = validity(dice, outline);
  return { from, ...(dice.chance(0.3) ? { to } : {}) };
}

function entity(dice: Dice, outline: Outline, fixed: FileMap): FileMap {
  return {
    ...fixed,
    ...drawn(dice, {
      title: () => 'A company',
      role: () => dice.of(['processor', 'controller']),
      adequacy: () => [
        { decision: dice.of(LIMITED), covered: dice.of(['yes', 'no']), ...since(dice, outline) },
      ],
      gdpr: () => [{ applies: dice.of(['yes', 'no']), ...since(dice, outline) }],
      certificates: () =>
        listOf(dice, 2, () => {
          const time = validity(dice, outline);
          const scope = drawnSome(dice, {
            services: () => dice.some(['storage', 'support']),
            products: () => dice.some(outline.products),
          });
          return { edition: dice.of(EDITIONS.filter(([, from]) => from <= time.from))[0], ...time, ...scope };
        }),
      rank: () => dice.of([1, 2]),
      citizenship: () => dice.some(['IE', 'US', 'IN']),
      control: () => listOf(dice, 2, () => ({ by: dice.of(['US', 'IE', 'CN']), ...since(dice, outline) })),
    }),
    ...(dice.chance(0.5) ? { instruments: listOf(dice, 2, () => instrument(dice, outline)) } : {}),
  };
}

export function entities(dice: Dice, outline: Outline): FileMap {
  const { from, to } = validity(dice, outline);
  const flowDown = { from, ...(dice.chance(0.5) ? { to } : {}) };
  const bound = drawnSome(dice, {
    announced: () => from,
    flowDown: () => flowDown,
    countries: () => ['IN', 'RO'],
  });
  return {
    ven: entity(dice, outline, { kind: 'vendor', country: 'US' }),
    aff: entity(dice, outline, { kind: 'affiliate', country: dice.of(['IE', 'IE', 'GB', 'HR']) }),
    sub: entity(dice, outline, { kind: 'subcontractor', country: 'IN', ...bound }),
  };
}

export function outages(dice: Dice, outline: Outline): FileMap {
  const times = ['1 ms', '5 min', '30 min', '3 h', '30 h'];
  return drawnSome(dice, {
    planned: () => listOf(dice, 2, () => period(dice, outline)),
    random: () => ({ every: dice.of(times.slice(1)), for: dice.of(times) }),
  });
}

const COUNTRIES: Readonly<Record<string, readonly string[]>> = {
  'dc-us': ['US'],
  'dc-ie': ['IE'],
  'dc-de': ['DE', 'DE', 'HR', 'CH', 'GB', 'NO'],
};

export function dataCentres(dice: Dice, outline: Outline): FileMap {
  return Object.fromEntries(
    outline.dataCentres.map((id) => [
      id,
      {
        country: dice.of(COUNTRIES[id] ?? ['IE']),
        entity: id === 'dc-us' ? 'ven' : dice.of(['aff', 'aff', 'ven', 'sub']),
        ...drawn(dice, { title: () => 'A data centre', outages: () => outages(dice, outline) }),
      },
    ]),
  );
}

export function placements(dice: Dice, { dataCentres: ids }: Outline): FileMap {
  const placed = (primary: readonly string[]): FileMap => ({
    primary: dice.some(primary),
    ...drawn(dice, { replica: () => dice.some(primary) }, 0.4),
  });
  return {
    any: placed(ids),
    eea: {
      ...placed(ids),
      primary: dice.of([
        ['dc-ie', 'dc-de'],
        ['dc-de', 'dc-us', 'dc-ie'],
      ]),
    },
  };
}

function zones(dice: Dice): FileMap {
  return eachOf(dice, PROMISE_DIMENSIONS.map(keyOf), () => zone(dice));
}

/** As the file writes a dimension of a promise. */
function keyOf(dimension: string): string {
  return dimension === 'working copy' ? 'workingCopy' : dimension;
}

function promise(dice: Dice, outline: Outline): FileMap {
  const { isThin, queues } = outline.features;
  const main = dice.chance(0.4) ? { profile: dice.of(PROFILES) } : { zones: zones(dice) };
  // A case committed to one place waits for its agents alone, so no rule may exclude them.
  const isLast = ['none', 'local'].includes(queues) && dice.chance(dice.density);
  // Some subcontractor may see cases at all.
  const isOpen = isLast && dice.chance(0.6);
  return {
    ...(isOpen ? { zones: { storage: dice.of(['ANY', 'EU']) } } : main),
    ...(isLast ? { subcontractorsOnly: 'when required' } : {}),
    ...drawn(dice, {
      title: () => 'A promise',
      ...(isOpen ? {} : { zones: () => zones(dice) }),
      except: () => eachOf(dice, ITEM_CLASSES, () => zones(dice)),
      storedFirst: () => dice.of(ZONES),
      certified: () => 'ISO27001',
      certifiedSupport: () => 'ISO27001',
      subcontractorStandard: () => 'equivalent',
      subcontractors: () => dice.of(['any', 'announced', 'none']),
    }),
    ...drawn(
      dice,
      {
        breakGlass: () => ({
          strandedFor: dice.of(['1 min', '5 min']),
          window: dice.of(['1 s', '10 min', '5 h']),
          approvers: dice.of(outline.groups.flat()),
          notice: duration(dice),
          review: duration(dice),
        }),
        access: () => {
          const escorted = { by: dice.of([...ZONES, 'US']), part: dice.of([1, 0.3]) };
          const approved = { answer: distribution(dice), refused: dice.of([0, 0.3, 1]) };
          return dice.of([{ escorted }, { approved }, { approved, escorted }]);
        },
      },
      isThin ? 0.4 : dice.density,
    ),
  };
}

/** Customers in the EEA get the second one. */
export function promises(dice: Dice, outline: Outline): FileMap {
  const inEea = { zones: { storage: 'EEA', backup: 'EEA', workingCopy: dice.of(['EEA', 'ANY']) } };
  const narrow = {
    ...inEea,
    zones: { ...inEea.zones, access: outline.features.isThin ? 'EEA' : dice.of(['ANY', 'EEA']) },
  };
  return {
    none: dice.chance(0.6) ? { zones: { storage: 'ANY' } } : promise(dice, outline),
    eea: dice.chance(0.5) ? { ...promise(dice, outline), ...narrow } : promise(dice, outline),
  };
}

/** Keys of the top level about places, data and the law. */
export function furtherNetwork(dice: Dice, outline: Outline): FileMap {
  const { centres, dataCentres: ids, segments } = outline;
  const law = () => {
    const days = validity(dice, outline);
    return drawnSome(dice, { from: () => days.from, to: () => days.to });
  };
  const holidays = { IE: [instantText(outline.startMs).slice(0, 10)] };
  return {
    holidays,
    ...drawn(dice, {
      evacuations: () => {
        const dataCentre = dice.of(ids);
        return [
          { dataCentre, at: moment(dice, outline), to: dice.some(ids.filter((id) => id !== dataCentre)) },
        ];
      },
      commonOutages: () => ({
        cable: {
          ...drawnSome(dice, {
            regions: () => ['emea'],
            centres: () => dice.some(centres),
            dataCentres: () => dice.some(ids),
          }),
          ...outages(dice, outline),
        },
      }),
      law: () => eachOf(dice, [...FRAMEWORKS.slice(0, 5), 'SCC_2010_C2P', 'ADEQUACY_JP'], law),
      ledger: () => ({ dataCentres: dice.some(ids) }),
      holds: () =>
        listOf(dice, 2, () => ({
          segment: dice.of(segments),
          from: moment(dice, outline),
          to: new Date(outline.startMs + outline.horizonMs * 2).toISOString(),
          by: 'a court',
        })),
      disclosures: () => listOf(dice, 2, () => disclosure(dice, outline)),
    }),
  };
}

/** With a basis: without one, R26 is broken. */
function disclosure(dice: Dice, outline: Outline): FileValue {
  const { horizonMs, startMs } = outline;
  return {
    at: new Date(startMs + Math.round((dice.whole(0, 99) / 100) * horizonMs)).toISOString(),
    segment: dice.of(outline.segments),
    cases: dice.whole(1, 5),
    authority: 'an authority',
    basis: 'a warrant',
    ...(dice.chance(0.5) ? { notice: span(dice) } : { noticeForbiddenBy: 'an order' }),
  };
}
