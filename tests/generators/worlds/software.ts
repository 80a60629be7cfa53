import { type Dice, drawn, eachOf, type FileMap, type FileValue } from './dice.ts';
import { distribution } from './distributions.ts';
import { channels, moment, type Outline, share, span } from './values.ts';

/** Software that answers before people do, at the first centre, and a promise that lets it learn. */
export function withSoftware(dice: Dice, file: FileMap, outline: Outline): FileMap {
  if (!dice.chance(0.3)) return file;
  const [id = ''] = outline.centres;
  const centres = file.centres as FileMap;
  const centre = centres[id] as FileMap;
  const names = dice.of([['bot'], ['bot'], ['bot', 'assistant']]);
  const groups = { ...(centre.groups as FileMap), ...eachOf(dice, names, () => group(dice, outline)) };
  const promises = file.promises as FileMap;
  const none = promises.none as FileMap;
  return {
    ...file,
    promises: {
      ...promises,
      none: { ...none, ...drawn(dice, { learning: () => dice.of(['allowed', 'forbidden']) }) },
    },
    centres: { ...centres, [id]: { ...centre, groups } },
  };
}

function group(dice: Dice, outline: Outline): FileMap {
  return {
    languages: dice.some(outline.languages),
    ...drawn(dice, { channels: () => channels(dice), products: () => dice.some(outline.products) }, 0.4),
    automated: automated(dice, outline),
  };
}

function automated(dice: Dice, outline: Outline): FileMap {
  const waits = dice.chance(0.5);
  const file = drawnParts(dice, outline);
  return {
    time: distribution(dice),
    // Software that contains nothing cannot contain less.
    contains: 'degradations' in file ? dice.of([0.5, 0.9, 1]) : contains(dice, outline),
    ...(waits
      ? {
          whenFull: 'wait',
          sessions: dice.whole(1, 3),
          ...drawn(dice, { patience: () => distribution(dice) }, 0.6),
        }
      : drawn(dice, { sessions: () => dice.whole(1, 3), whenFull: () => 'people' }, 0.6)),
    ...file,
  };
}

function drawnParts(dice: Dice, outline: Outline): FileMap {
  const less = (): number => dice.of([0, 0.1, 0.5]);
  return drawn(
    dice,
    {
      selection: () => share(dice),
      lostContext: () => share(dice),
      comesBack: () => ({ share: share(dice), after: distribution(dice) }),
      countsFrom: () => dice.of(['arrival', 'hand-over']),
      degradations: () =>
        drawn(
          dice,
          {
            planned: () => [
              { from: moment(dice, outline), for: dice.of(['1 h', '3 h', '1 ms']), to: less() },
            ],
            random: () => ({ to: less(), every: dice.of(['1 s', '10 min', '3 h']), for: span(dice) }),
          },
          0.7,
        ),
      model: () => ({
        entity: dice.of(['ven', 'aff', 'sub']),
        dataCentre: dice.of(outline.dataCentres),
        ...drawn(dice, { learns: () => dice.of(['yes', 'no']) }),
      }),
      price: () => drawn(dice, { session: () => dice.of([0, 0.1]), contained: () => 0.9 }, 0.7),
    },
    0.5,
  );
}

function contains(dice: Dice, outline: Outline): FileValue {
  if (dice.chance(0.5)) return share(dice);
  return {
    default: share(dice),
    ...drawn(
      dice,
      {
        products: () => eachOf(dice, dice.some(outline.products), () => share(dice)),
        severities: () => eachOf(dice, dice.some(['A', 'B', 'C']), () => share(dice)),
      },
      0.6,
    ),
  };
}
