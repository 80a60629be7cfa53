import { formatCount, formatDecimal, formatDuration, formatShare, NOTHING } from '#base';
import type { Behaviour, Validation } from '#calibration';
import { inNumbers, inWords } from '../document/columns.ts';
import { textTable } from '../document/text-table.ts';

type Judged = Validation['distances'][number];
type Row = Validation['rows'][number];

const WIDTH = 110;

/** A distance in its unit. */
export function distanceText({ unit }: Pick<Judged, 'unit'>, value: number | null): string {
  if (value === null) return NOTHING;
  if (unit === 'share') return formatShare(value);
  return formatDuration(value * (unit === 'hours' ? 3600 : 60));
}

export function modelText(one: Judged): string {
  return distanceText(one, one.model?.value ?? null);
}

export function modelInterval(one: Judged): string {
  if (one.model === null) return NOTHING;
  return `${distanceText(one, one.model.low)} to ${distanceText(one, one.model.high)}`;
}

/** What planners compare: a head, and how it is read from history and from the model. */
export const BEHAVIOURS: readonly { readonly head: string; readonly of: (one: Behaviour) => string }[] = [
  { head: 'Cases', of: ({ cases }) => formatCount(cases) },
  { head: 'Wait, median', of: ({ waitMedian }) => durationText(waitMedian) },
  { head: 'Wait, 90 %', of: ({ waitNinth }) => durationText(waitNinth) },
  { head: 'Gave up', of: ({ abandoned }) => formatShare(abandoned) },
  { head: 'Resolved, median', of: ({ resolutionMedian }) => durationText(resolutionMedian) },
  { head: 'Resolved, 90 %', of: ({ resolutionNinth }) => durationText(resolutionNinth) },
  { head: 'Hand-overs', of: ({ handOvers }) => formatDecimal(handOvers, 2) },
];

function durationText(ms: number | null): string {
  return formatDuration(ms === null ? null : ms / 1000);
}

/** Lines for a terminal: the distances, and the behaviour of all cases. */
export function validationText({ distances, rows }: Validation): readonly string[] {
  const table = textTable(
    distances,
    [
      inWords('Distance', ({ name, title }) => `${title} (${name})`),
      inNumbers('Model', modelText),
      inNumbers('95 %', modelInterval),
      inNumbers('Halves', (one) => distanceText(one, one.halves)),
      inNumbers('Replay', (one) => distanceText(one, one.replay)),
    ],
    WIDTH,
  );
  const all = rows.filter(({ segment }) => segment === null).flatMap(bothOf);
  const behaviour = textTable(
    all,
    [
      inWords('All cases', ({ name }) => name),
      ...BEHAVIOURS.map(({ head, of }) => inNumbers(head, ({ shown }: ShownBehaviour) => of(shown))),
    ],
    WIDTH,
  );
  return [
    ...table,
    'Halves: two halves of history, drawn by lot: what chance alone makes. Replay: the weeks before, repeated.',
    '',
    ...behaviour,
  ];
}

export interface ShownBehaviour {
  readonly segment: string;
  readonly name: 'history' | 'model';
  readonly shown: Behaviour;
}

export function bothOf({ history, model, segment }: Row): readonly ShownBehaviour[] {
  const of = segment ?? 'All cases';
  return [
    { segment: of, name: 'history', shown: history },
    { segment: of, name: 'model', shown: model },
  ];
}
