import { type Dice, drawn, drawnSome, eachOf, type FileMap, type FileValue, listOf } from './dice.ts';
import { outages } from './network.ts';
import {
  channels,
  DAYS,
  date,
  duration,
  factor,
  kind,
  moment,
  type Outline,
  period,
  share,
  span,
  TIME_ZONES,
  TIMES,
  timeOfDay,
  weekHours,
} from './values.ts';

/** Centres, groups and the hours of their agents. */

const CHANNEL_NAMES = ['phone', 'e-mail', 'web'];

/** Mostly around the clock, so that somebody works, unless it `ends`. */
function shift(dice: Dice, outline: Outline, ends = false): FileMap {
  const agents = dice.of([0, 1, 1, 2, 4]);
  const always = { from: '00:00', to: '24:00', days: dice.of(['mon-sun', 'daily']) };
  const from = timeOfDay(dice);
  const some = dice.chance(0.3)
    ? { hours: weekHours(dice, outline) }
    : { from, to: dice.of(TIMES.filter((time) => time !== from)), days: dice.of(DAYS) };
  return {
    agents,
    ...(!ends && dice.chance(0.6) ? always : some),
    ...drawn(dice, {
      breaks: () => [
        { from: dice.of(['12:00', '02:00']), to: dice.of(['12:30', '19:15']), days: dice.of(DAYS) },
      ],
      rampUp: () => ({ hired: moment(dice, outline), from: 0.3, over: dice.of(['1 h', '1 day']) }),
    }),
  };
}

function headcount(dice: Dice, outline: Outline): FileMap {
  return {
    ...(dice.chance(0.3) ? { dates: [date(dice, outline)] } : { days: dice.of(DAYS) }),
    ...(dice.chance(0.2) ? { except: [date(dice, outline)] } : {}),
    from: timeOfDay(dice),
    every: dice.of(['15 min', '1 h', '4 h']),
    agents: listOf(dice, 5, () => dice.whole(0, 3)),
    ...drawn(
      dice,
      { leaves: () => (outline.features.leavesWhenFree ? 'next to be free' : 'named agent') },
      0.6,
    ),
  };
}

function takesOnlyWhile(dice: Dice, outline: Outline): readonly FileValue[] {
  return listOf(dice, 2, () => ({
    ...kind(dice, outline),
    ...drawnSome(dice, {
      idle: () => dice.whole(1, 3),
      idleShare: () => share(dice),
      down: () => dice.of(outline.centres),
      waited: () => dice.of(['1 ms', '1 s', '1 min', '30 min']),
      longerThan: () => ({
        ...kind(dice, outline),
        ...drawn(dice, { ratio: () => dice.of([0, 0.5, 1, 2]), by: () => dice.whole(0, 3) }, 0.6),
      }),
    }),
  }));
}

function takesFirst(dice: Dice, outline: Outline): readonly FileValue[] {
  const isWeighed = dice.chance(0.4);
  return listOf(dice, 3, () => ({
    ...kind(dice, outline),
    ...(isWeighed ? drawn(dice, { rank: () => dice.whole(1, 3), weight: () => factor(dice) }, 0.7) : {}),
  }));
}

function concurrency(dice: Dice): FileMap {
  const limits = eachOf(dice, ['e-mail', 'web'], () => dice.whole(2, 4));
  const most = Math.max(...Object.values(limits).map(Number));
  return { ...limits, slowdown: [0.8, 0.5, 0.3].slice(0, most - 1) };
}

const speeds = (dice: Dice, names: readonly string[]) => eachOf(dice, names, () => dice.of([0.1, 0.5, 1, 3]));

/** `isWhole`: it serves every case, so that each case can be served somewhere. `always`: how many agents it has around the clock. */
function group(dice: Dice, outline: Outline, tier: number, isWhole: boolean, always: number): FileMap {
  return { ...skills(dice, outline, tier, isWhole), ...conduct(dice, outline, isWhole, always) };
}

function skills(dice: Dice, outline: Outline, tier: number, isWhole: boolean): FileMap {
  const products = () => (dice.chance(0.3) ? dice.some(outline.products) : speeds(dice, outline.products));
  const allProducts = Object.fromEntries(outline.products.map((id) => [id, dice.of([0.1, 1, 3])]));
  const own: FileMap = isWhole
    ? { languages: outline.languages, products: dice.of<FileValue>(['all', allProducts]) }
    : {
        languages: dice.some(outline.languages),
        products: products(),
        ...drawn(dice, { channels: () => channels(dice) }, 0.5),
      };
  return { ...(tier === 1 && dice.chance(0.5) ? {} : { tier }), ...own };
}

/** When the agents of a group work, and what they take. */
function conduct(dice: Dice, outline: Outline, isWhole: boolean, always: number): FileMap {
  const alone = { agents: always, from: '00:00', to: '24:00', days: 'mon-sun' };
  return {
    ...(!isWhole && dice.chance(0.1)
      ? { headcounts: listOf(dice, 2, () => headcount(dice, outline)) }
      : {
          shifts: {
            ...eachOf(dice, ['early', 'late'], () => shift(dice, outline, isWhole && always === 0)),
            ...(isWhole && always > 0 ? { always: alone } : {}),
          },
        }),
    ...drawn(dice, {
      channelSpeeds: () => speeds(dice, CHANNEL_NAMES),
      agentSpeeds: () => dice.of<FileValue>([[0.5, 2, 1], [1.1], { cv: 0.3 }]),
      ...(isWhole
        ? {}
        : {
            residence: () => dice.of(['IE', 'US', 'IN', 'HR']),
            citizenship: () => dice.some(['IE', 'US', 'IN', 'HR']),
            employer: () => dice.of(['ven', 'aff', 'sub']),
          }),
      absences: () => ({ every: dice.of(['1 h', '3 h', '30 h']), for: dice.of(['1 min', '30 min', '5 h']) }),
      shrinkage: () =>
        dice.of([0.3, { leave: 0.1, sickness: 0.2, training: 0.05, meetings: 0.3 }, { training: 0.4 }]),
      takesOnlyWhile: () => takesOnlyWhile(dice, outline),
      ...(outline.features.order === 'first in first out'
        ? { takesFirst: () => takesFirst(dice, outline) }
        : {}),
      overtime: () => ({ perDay: dice.of(['0 s', '10 min', '2 h']) }),
      headcounts: () => [headcount(dice, outline)],
    }),
    ...(outline.features.shares ? drawn(dice, { concurrency: () => concurrency(dice) }, 0.6) : {}),
    ...drawn(
      dice,
      {
        wage: () => ({ perHour: 20, ...drawn(dice, { overtimeFactor: () => dice.of([0, 1.5]) }) }),
      },
      dice.density / 2,
    ),
  };
}

function roster(dice: Dice): FileMap {
  const shapes = dice.of<FileValue>(['all', 'none', ['day']]);
  return { shapes, ...drawn(dice, { least: () => 0, most: () => 9 }) };
}

function shiftShape(dice: Dice): FileMap {
  const [from = '', to = ''] = dice.of([
    ['06:00', '09:00'],
    ['00:00', '02:00'],
    ['14:00', '23:00'],
  ]);
  const starts = { from, ...drawn(dice, { to: () => to, every: () => '1 h' }) };
  const rest = { length: '30 min', from: '2 h', to: '4 h', ...drawn(dice, { every: () => '15 min' }) };
  return {
    length: ['8 h', '6 h'],
    starts,
    ...drawn(dice, {
      breaks: () => [rest],
      days: () => dice.of(['mon-sat', 'sun', 'mon-sun']),
      daysPerWeek: () => 4,
      pattern: () => dice.of(['any', 'consecutive']),
      hoursPerWeek: () => '40 h',
      restBetween: () => '9 h',
      least: () => 0,
      most: () => 6,
      wageFactor: () => 1.25,
      perShift: () => 15,
    }),
  };
}

const PLACES: readonly FileMap[] = [
  { country: 'IE', region: 'emea', entity: 'aff' },
  { country: 'US', region: 'amer', entity: 'ven' },
  { country: 'IN', entity: 'sub' },
];

export function centres(dice: Dice, outline: Outline): FileMap {
  return Object.fromEntries(outline.centres.map((id, c) => [id, centre(dice, outline, id, c)]));
}

function centre(dice: Dice, outline: Outline, id: string, c: number): FileMap {
  const own = outline.groups.flatMap((names, t) =>
    names
      .filter((name) => name.startsWith(`${id}/`))
      .map((name) => [name.slice(id.length + 1), t + 1] as const),
  );
  const hasShapes = dice.chance(dice.density / 2);
  const { isThin } = outline.features;
  const groups = own.map(([name, tier]) => {
    const isWhole = (c === 0 || isThin) && !name.endsWith('x');
    const file = group(dice, outline, tier, isWhole, !isThin ? 1 : c === 0 ? 0 : 3);
    // Only who has a wage can have a price of a shift.
    const paid = hasShapes && dice.chance(0.5) ? { wage: { perHour: 20 }, ...file } : file;
    return [name, hasShapes && dice.chance(0.5) ? { ...paid, roster: roster(dice) } : paid];
  });
  return {
    ...PLACES[c],
    // Some countries have a decision that does not cover everybody; to one of them, data flows freely.
    ...(c === 2 ? { country: dice.of(['IN', 'IN', 'RO', 'RO', 'CA', 'JP', 'KR']) } : {}),
    timeZone: dice.of(TIME_ZONES),
    ...drawn(dice, { access: () => dice.of(['local system', 'remote view']) }, 0.6),
    groups: Object.fromEntries(groups),
    ...drawn(dice, {
      title: () => 'A centre',
      at: () => [dice.whole(-60, 60), dice.whole(-180, 180)],
      holidays: () => dice.of<FileValue>(['none', [date(dice, outline)]]),
      closures: () => listOf(dice, 2, () => period(dice, outline)),
      outages: () => outages(dice, outline),
    }),
    ...drawn(
      dice,
      { hours: () => (dice.chance(0.3) ? '24x7' : weekHours(dice, outline)) },
      isThin ? 0.4 : dice.density / 2,
    ),
    ...(hasShapes ? { shiftShapes: { day: shiftShape(dice) } } : {}),
  };
}

/** Limits, orders and the choice of agents. */
export function routing(dice: Dice, outline: Outline): FileMap {
  const { features, groups } = outline;
  const isLocal = features.queues === 'local';
  const among = isLocal ? ['local specialist', ...PREFERENCES] : PREFERENCES;
  const prefer = (): FileValue => (dice.chance(0.5) ? dice.of(among) : dice.some(among).slice(0, 3));
  const when = () =>
    drawnSome(dice, { waited: () => span(dice), waiting: () => dice.whole(1, 5), busy: () => share(dice) });
  const hours = () => (dice.chance(0.2) ? { from: '08:15', to: timeOfDay(dice) } : {});
  const stages = () => [
    ...listOf(dice, 2, () => ({ when: { ...when(), ...hours() }, prefer: prefer() })),
    { prefer: prefer() },
  ];
  return {
    ...(dice.chance(0.3) ? { stages: stages() } : { preference: prefer() }),
    ...ordered(dice, features),
    ...drawn(dice, {
      overflow: () => dice.some(groups.flat()),
      ...(isLocal ? { hold: () => eachOf(dice, CHANNEL_NAMES, () => duration(dice)) } : {}),
    }),
    ...(features.queues === 'commitment' ? { commitment: commitment(dice) } : {}),
    ...(features.queues === 'allocation' ? { allocation: allocation(dice, outline, outline.centres) } : {}),
  };
}

/** Which case is next, and whom it interrupts. */
function ordered(dice: Dice, { order, pauses }: Outline['features']): FileMap {
  const names = ['A', 'B', 'C'];
  const interrupted = () => dice.of(['pause', 'hand over', 'restart', 'resample']);
  const preemption = () => ({
    by: dice.of<FileValue>(['A', ['A', 'B'], 'B']),
    ...drawn(dice, { interrupted }, 0.7),
  });
  return {
    ...(order === 'first in first out' && dice.chance(0.7) ? {} : { order }),
    ...(order === 'longest weighted wait'
      ? drawn(
          dice,
          {
            weights: () => eachOf(dice, names, () => factor(dice)),
            headStart: () => eachOf(dice, names, () => duration(dice)),
          },
          0.7,
        )
      : {}),
    ...(order === 'fixed queue ratio' ? { queueShares: { A: 0.25, B: 0.25, C: 0.5 } } : {}),
    ...(pauses && !ACROSS.includes(order) ? drawn(dice, { preemption }, 0.5) : {}),
  };
}

function commitment(dice: Dice): FileMap {
  const by = ['join the shortest queue', 'join the shortest queue per agent', 'minimum expected delay'];
  return {
    to: dice.of(['centre', 'group']),
    by: dice.of(by),
    ...drawn(dice, { releaseAfter: () => span(dice) }, 0.5),
  };
}

const PREFERENCES = [
  ...['longest idle', 'follow the sun', 'most idle agents', 'least occupied'],
  ...['fastest server', 'overflow list', 'round robin', 'random', 'random agent', 'kind rank'],
];
/** Under these, severity A need not be next. */
const ACROSS = ['longest weighted wait', 'fixed queue ratio'];
export const ORDERS = [
  ...['first in first out', 'last in first out', 'random', 'longest queue first', ...ACROSS],
];

function allocation(dice: Dice, outline: Outline, places: readonly string[]): FileMap {
  const to = dice.of(['centre', 'group']);
  const names = to === 'centre' ? places : outline.groups.flat();
  return {
    to,
    kinds: listOf(dice, 2, () => {
      const by = drawn(dice, { by: () => dice.of(['shortest queue', 'least load']) }, 0.7);
      const rule = dice.chance(0.5)
        ? { shares: evenShares(dice.some(names)) }
        : { bestOf: dice.whole(1, names.length), ...by };
      return { ...(dice.chance(0.5) ? kind(dice, outline) : {}), ...rule };
    }),
    ...drawn(dice, { releaseAfter: () => span(dice) }, 0.5),
  };
}

function evenShares(names: readonly string[]): FileMap {
  return Object.fromEntries(names.map((name) => [name, 1 / names.length]));
}
