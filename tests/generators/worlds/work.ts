import { CHANNELS, OUTAGE_POLICIES, SEVERITIES, SHIFT_END_POLICIES } from '#domain';
import { type Dice, drawn, drawnSome, eachOf, type FileMap, type FileValue, listOf } from './dice.ts';
import { distribution, distributionText, patience, patienceText } from './distributions.ts';
import {
  channels,
  duration,
  factor,
  type Outline,
  severities,
  share,
  shareBelow1,
  span,
  words,
} from './values.ts';

/** How cases are worked. */

const TIERS = ['tier1', 'tier2', 'tier3'];
const allChannels = (make: () => FileValue): FileMap =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, make()]));

/** `finish` cannot be written for an outage. */
function policies(dice: Dice, list: readonly string[], mayFinishWithin: boolean): FileMap {
  const policy = (): FileValue =>
    mayFinishWithin && dice.chance(0.2) ? { finishWithin: dice.of(['0 s', '10 min', '1 h']) } : dice.of(list);
  return eachOf(dice, CHANNELS, () => (dice.chance(0.6) ? policy() : eachOf(dice, SEVERITIES, policy)));
}

/** How cases are transferred; `mayBlock`: the case goes up. */
function way(dice: Dice, mayBlock: boolean): FileMap {
  const otherwise = (): FileMap =>
    dice.of<FileMap>([
      { otherwise: 'lost' },
      { otherwise: 'go on', speed: dice.of([0.01, 0.5, 1]) },
      ...(mayBlock ? [{ otherwise: 'block' }] : []),
    ]);
  return dice.of<() => FileMap>([
    () => ({ way: 'cold' }),
    () => ({ way: 'warm', handOver: duration(dice), atMost: dice.of(['1 s', '2 min', '1 h']) }),
    () => ({ way: 'no wait', ...otherwise() }),
    () => ({ way: 'limited', waiting: dice.whole(0, 4), ...otherwise() }),
  ])();
}

const ofProducts = (dice: Dice, outline: Outline) => eachOf(dice, outline.products, () => share(dice));

function tierTransfers(dice: Dice, outline: Outline): FileMap {
  const ofTier = (from: number): readonly FileMap[] =>
    listOf(dice, 3, () => {
      const to = dice.whole(1, 3);
      const among = outline.groups[to - 1]?.length ?? 0;
      const isNamed = outline.features.queues === 'named' && (to !== from || among > 1) && dice.chance(0.6);
      const named = isNamed ? { group: dice.of(outline.groups[to - 1] ?? []) } : {};
      const isPlain = to === from && !('group' in named);
      return {
        to,
        ...named,
        share: dice.of([0.05, 0.15, 0.3]),
        ...drawn(dice, {
          products: () => eachOf(dice, outline.products, () => dice.of([0, 0.1, 0.3])),
          handle: () => distribution(dice),
          contact: () => dice.of(['first', 'later']),
        }),
        ...(isPlain || outline.features.shares || dice.chance(0.3)
          ? {}
          : way(dice, to > from || (to === from && dice.chance(0.3)))),
      };
    });
  const once = (rules: readonly FileMap[]) =>
    rules.filter(({ group, to }, k) => rules.findIndex((one) => one.to === to && one.group === group) === k);
  return Object.fromEntries(dice.some([1, 2, 3]).map((tier) => [`tier${tier}`, once(ofTier(tier))]));
}

/** By channel, and perhaps from each tier to others. */
function transfer(dice: Dice, outline: Outline, byTier: boolean): FileMap {
  const ofChannel = () => (outline.features.shares ? { way: 'cold' } : way(dice, dice.chance(0.2)));
  return { ...eachOf(dice, CHANNELS, ofChannel), ...(byTier ? tierTransfers(dice, outline) : {}) };
}

function consultation(dice: Dice, outline: Outline): FileMap {
  return eachOf(dice, TIERS, () => {
    const waits = !outline.features.pauses && dice.chance(0.5);
    return {
      share: share(dice),
      tier: dice.whole(1, 3),
      part: dice.of([0.01, 0.5, 1]),
      ...drawn(dice, {
        products: () => ofProducts(dice, outline),
        product: () => dice.of(outline.products),
        lengthens: () => dice.of([1, 1.37]),
      }),
      ...(waits ? { whenNobodyIsFree: 'wait', atMost: duration(dice) } : {}),
      ...(!waits && dice.chance(0.3) ? { whenNobodyIsFree: 'go on alone' } : {}),
    };
  });
}

function exception(dice: Dice, outline: Outline): FileMap {
  // For all tiers it is a text, because a map has tiers as its keys.
  const perTier = (forAll: (dice: Dice) => FileValue, ofTier: (dice: Dice) => FileValue): FileValue =>
    dice.chance(0.5) ? forAll(dice) : eachOf(dice, TIERS, () => ofTier(dice));
  return {
    ...drawn(
      dice,
      {
        severity: () => severities(dice),
        channel: () => channels(dice),
        segment: () => words(dice, outline.segments, false),
        product: () => words(dice, outline.products, false),
        hours: () => dice.of<FileValue>(['22:00-06:00', ['mon 08:00-12:00', 'tue'], 'sat-sun']),
      },
      0.5,
    ),
    ...drawnSome(dice, {
      handle: () => perTier(distributionText, distribution),
      afterContact: () => perTier(patienceText, patience),
      patience: () => patience(dice),
      balking: () => share(dice),
    }),
  };
}

function callback(dice: Dice): FileMap {
  return eachOf(dice, CHANNELS, () => ({
    ...(dice.chance(0.5) ? { predictedWait: duration(dice) } : { waiting: dice.whole(0, 3) }),
    accepted: share(dice),
    reached: share(dice),
    ...(dice.chance(0.6) ? { attempts: dice.whole(1, 4), again: span(dice) } : {}),
    ...drawn(dice, { ring: () => duration(dice) }, 0.6),
  }));
}

function customerWait(dice: Dice): FileMap {
  const rule = () => ({ share: shareBelow1(dice), reply: distribution(dice) });
  return {
    ...(dice.chance(0.5) ? rule() : eachOf(dice, TIERS, rule)),
    autoClose: dice.chance(0.2) ? 'never' : span(dice),
  };
}

const escalated = (dice: Dice, outline: Outline, most: number): FileValue =>
  dice.chance(0.6)
    ? dice.of([0, 0.3, most])
    : {
        share: dice.of([0, 0.3, most]),
        products: eachOf(dice, outline.products, () => dice.of([0, 0.5, most])),
      };

/** Customers who wait, or do not. */
function waits(dice: Dice, { features }: Outline): FileMap {
  const dayEnd = () =>
    features.leavesWhenFree ? 'carry over' : dice.of(['carry over', 'clear', 'serve out']);
  const ended = { dayEnd: () => eachOf(dice, CHANNELS, dayEnd) };
  const byReason = () =>
    drawnSome(dice, {
      transfer: () => patience(dice),
      interruption: () => patience(dice),
      reopening: () => patience(dice),
    });
  return {
    ...drawn(dice, ended, features.isThin ? 0.5 : dice.density),
    ...drawn(dice, {
      patience: () => eachOf(dice, CHANNELS, () => patience(dice)),
      patienceBySeverity: () => eachOf(dice, CHANNELS, () => eachOf(dice, SEVERITIES, () => patience(dice))),
      patienceAgain: () => eachOf(dice, CHANNELS, () => (dice.chance(0.5) ? patienceText(dice) : byReason())),
      balking: () => eachOf(dice, CHANNELS, () => share(dice)),
      retry: () =>
        eachOf(dice, CHANNELS, () => ({
          share: shareBelow1(dice),
          after: distribution(dice),
          ...drawn(dice, {
            channel: () => dice.of(CHANNELS),
            keeps: () => words(dice, ['patience', 'work']),
          }),
        })),
      message: () =>
        eachOf(dice, CHANNELS, (from) => ({
          after: duration(dice),
          channel: dice.of([...CHANNELS.filter((channel) => channel !== from), 'none']),
        })),
      callback: () => callback(dice),
      severityRaise: () => ({
        share: share(dice),
        after: distribution(dice),
        ...drawn(dice, { place: () => dice.of(['kept', 'last']) }, 0.6),
      }),
    }),
  };
}

/** What contacts find, and what follows them. */
function outcomes(dice: Dice, outline: Outline): FileMap {
  const byTier = dice.chance(dice.density);
  const vendor = () => ({ share: shareBelow1(dice), reply: distribution(dice) });
  return {
    ...(byTier
      ? {}
      : drawn(
          dice,
          { escalation: () => eachOf(dice, TIERS.slice(0, 2), () => escalated(dice, outline, 1)) },
          Math.max(0.5, dice.density),
        )),
    ...(byTier || !dice.chance(dice.density)
      ? {}
      : {
          returns: {
            ...eachOf(dice, TIERS.slice(1), () => escalated(dice, outline, 0.5)),
            ...drawn(dice, { most: () => dice.whole(1, 3) }, 0.7),
          },
        }),
    ...(byTier || dice.chance(dice.density) ? { transfer: transfer(dice, outline, byTier) } : {}),
    ...drawn(dice, {
      consultation: () => consultation(dice, outline),
      misrouted: () => ({ language: share(dice), product: share(dice), noticedAfter: share(dice) }),
      customerWait: () => customerWait(dice),
      vendorWait: () => eachOf(dice, TIERS, vendor),
      reopening: () => ({ share: shareBelow1(dice), after: distribution(dice) }),
      closing: () => duration(dice),
    }),
  };
}

export function work(dice: Dice, outline: Outline): FileMap {
  const mayPause = (list: readonly string[]) =>
    outline.features.pauses ? list : list.filter((policy) => policy !== 'pause');
  const handle = Object.fromEntries(TIERS.map((tier) => [tier, allChannels(() => distribution(dice))]));
  return {
    handle,
    ...waits(dice, outline),
    ...outcomes(dice, outline),
    ...drawn(dice, {
      triage: () => eachOf(dice, CHANNELS, () => (dice.chance(0.5) ? duration(dice) : distribution(dice))),
      afterContact: () => eachOf(dice, TIERS, () => eachOf(dice, CHANNELS, () => distribution(dice))),
      exceptions: () => listOf(dice, 3, () => exception(dice, outline)),
      productFactors: () => eachOf(dice, outline.products, () => factor(dice)),
      severityFactors: () => eachOf(dice, SEVERITIES, () => factor(dice)),
      shiftEnd: () => policies(dice, mayPause(SHIFT_END_POLICIES), true),
      outage: () => policies(dice, mayPause(OUTAGE_POLICIES), false),
      absence: () => policies(dice, mayPause(SHIFT_END_POLICIES), true),
      handOver: () => ({ time: duration(dice), lostShare: share(dice) }),
    }),
  };
}

/** Limits to the lines of channels. */
export function lines(dice: Dice, { features }: Outline): FileMap {
  // A case is accepted before it is allocated.
  const waiting = features.queues === 'allocation' ? {} : { waiting: () => dice.whole(0, 4) };
  const limit = () => drawnSome(dice, { total: () => dice.whole(1, 12), ...waiting });
  const shared = () => [
    { channels: dice.of<FileValue>(['all', ['phone', 'web'], ['e-mail', 'web']]), total: dice.whole(1, 15) },
  ];
  return drawnSome(dice, {
    ...Object.fromEntries(CHANNELS.map((channel) => [channel, limit])),
    shared,
  });
}
