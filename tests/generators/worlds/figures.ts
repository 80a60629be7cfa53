import { CHANNELS, SEVERITIES } from '#domain';
import { type Dice, drawn, drawnSome, type FileMap, type FileValue, listOf } from './dice.ts';
import {
  channels,
  duration,
  type Outline,
  severities,
  share,
  span,
  TIME_ZONES,
  weekHours,
  words,
} from './values.ts';

/** How long data is kept, and what is counted. */

export function retention(dice: Dice): FileMap {
  return {
    eraseAfter: duration(dice),
    ...drawn(dice, {
      eraseGrace: () => duration(dice),
      workingCopy: () => duration(dice),
      leavingLead: () => dice.of(['1 h', '1 day']),
      basisEnd: () => ({ movedAfter: dice.of(['1 s', '1 h']), grace: dice.of(['2 h', '1 day']) }),
    }),
  };
}

function serviceLevel(dice: Dice, outline: Outline): FileMap {
  return {
    ...drawn(dice, {
      segment: () => words(dice, outline.segments, false),
      product: () => words(dice, outline.products, false),
    }),
    channel: channels(dice),
    severity: severities(dice),
    within: duration(dice),
    target: share(dice),
  };
}

function hours(dice: Dice, outline: Outline): FileValue {
  if (dice.chance(0.3)) return dice.of(outline.centres);
  const holidays = dice.chance(0.3) ? { holidays: 'IE' } : {};
  return { timeZone: dice.of(TIME_ZONES), hours: weekHours(dice, outline), ...holidays };
}

function target(dice: Dice, outline: Outline): FileMap {
  const of = dice.of(['answer', 'resolution', 'abandonment', 'backlog']);
  const isTimed = of === 'answer' || of === 'resolution';
  const pauses = of === 'resolution' ? { pauses: words(dice, ['customer', 'vendor']) } : {};
  return {
    of,
    ...drawn(dice, { segment: () => words(dice, outline.segments, false) }),
    channel: channels(dice),
    severity: of === 'backlog' ? 'all' : severities(dice),
    ...(isTimed ? { within: span(dice), target: share(dice), ...pauses } : {}),
    ...(of === 'abandonment' ? { atMost: dice.of([0.01, 0.5]) } : {}),
    ...(of === 'backlog' ? { atMost: dice.whole(0, 9), target: share(dice) } : {}),
    ...(of === 'backlog' || (isTimed && dice.chance(0.4)) ? { hours: hours(dice, outline) } : {}),
  };
}

function measure(dice: Dice, outline: Outline): FileMap {
  const ofContacts = dice.chance(0.5);
  const dimensions = ['segment', 'product', 'severity', 'channel', ...(ofContacts ? ['tier', 'centre'] : [])];
  return {
    ...(ofContacts ? { of: 'contacts' } : {}),
    ...drawn(dice, {
      segments: () => dice.some(outline.segments),
      channels: () => words(dice, CHANNELS),
      severities: () => words(dice, SEVERITIES),
      products: () => dice.some(outline.products),
      ...(ofContacts
        ? { tiers: () => dice.some([1, 2, 3]), centres: () => dice.some(outline.centres) }
        : { of: () => 'cases' }),
      by: () => words(dice, dimensions, false),
      interval: () => dice.of(['15 min', '1 h', '1 day']),
      timeZone: () => dice.of(TIME_ZONES),
    }),
  };
}

/** Keys of the top level that only figures depend on. */
export function figures(dice: Dice, outline: Outline): FileMap {
  const { horizonMs } = outline;
  return {
    ...drawn(dice, { serviceLevels: () => listOf(dice, 3, () => serviceLevel(dice, outline)) }, 0.6),
    ...drawn(dice, {
      targets: () => ({ one: target(dice, outline), two: target(dice, outline) }),
      measures: () => ({ one: measure(dice, outline), two: measure(dice, outline) }),
      warmUp: () =>
        dice.chance(0.8)
          ? { for: `${Math.round(horizonMs / 4)} ms` }
          : { by: dice.of(['waiting', 'busy', 'answered']), ...drawnSome(dice, { every: () => '1 h' }) },
    }),
  };
}
