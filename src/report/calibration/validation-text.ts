import { formatCount, formatDecimal, formatDuration, formatShare, NOTHING } from '#base';
import type { Behaviour, Validation } from '#calibration';
import { type Shape, table } from '../document/parts.ts';
import { inNumbers, inWords, type TextColumn } from '../document/table.ts';
import { blockLines, PLAIN_TEXT } from '../document/text.ts';

type Judged = Validation['distances'][number];
type Row = Validation['rows'][number];

/** A distance in its unit. */
function distanceText({ unit }: Pick<Judged, 'unit'>, value: number | null): string {
  if (value === null) return NOTHING;
  if (unit === 'share') return formatShare(value);
  return formatDuration(value * (unit === 'hours' ? 3600 : 60));
}

function modelInterval(one: Judged): string {
  if (one.model === null) return NOTHING;
  return `${distanceText(one, one.model.low)} to ${distanceText(one, one.model.high)}`;
}

/** What planners compare, as read from history and from the model. */
export const BEHAVIOURS: readonly TextColumn<ShownBehaviour>[] = [
  inNumbers('Cases', ({ shown: { cases } }) => formatCount(cases)),
  inNumbers('Wait, median', ({ shown: { waitMedian } }) => durationText(waitMedian)),
  inNumbers('Wait, 90 %', ({ shown: { waitNinth } }) => durationText(waitNinth)),
  inNumbers('Gave up', ({ shown: { abandoned } }) => formatShare(abandoned)),
  inNumbers('Resolved, median', ({ shown: { resolutionMedian } }) => durationText(resolutionMedian)),
  inNumbers('Resolved, 90 %', ({ shown: { resolutionNinth } }) => durationText(resolutionNinth)),
  inNumbers('Changes of agent', ({ shown: { changesOfAgent } }) => formatDecimal(changesOfAgent, 2)),
];

function durationText(ms: number | null): string {
  return formatDuration(ms === null ? null : ms / 1000);
}

export function distanceTable({ distances, runs }: Validation): Shape {
  const halves = (one: Judged) => distanceText(one, one.halves);
  const replay = (one: Judged) => distanceText(one, one.replay);
  const model = inNumbers('Model', (one: Judged) => distanceText(one, one.model?.value ?? null));
  return table(distances, {
    caption: 'Distances between history and model',
    label: 'Distances',
    columns: [
      inWords('Distance', ({ title }) => title),
      model,
      inNumbers(`95 % over ${runs} runs`, modelInterval, { label: '95 %' }),
      inNumbers('Halves of history', halves, { label: 'Halves' }),
      inNumbers('Replay of the weeks before', replay, { label: 'Replay' }),
    ],
    inTerminal: [
      inWords('Distance', ({ name, title }) => `${title} (${name})`),
      model,
      inNumbers('95 %', modelInterval),
      inNumbers('Halves', halves),
      inNumbers('Replay', replay),
    ],
    isFolding: true,
  });
}

/** For a terminal: the distances, and the behaviour of all cases. */
export function validationText(validation: Validation): readonly string[] {
  const all = validation.rows.filter(({ segment }) => segment === null).flatMap(bothOf);
  return blockLines(
    [
      [
        distanceTable(validation),
        'Halves: two halves of history, drawn by lot: what chance alone makes. Replay: the weeks before, repeated.',
      ],
      table(all, {
        caption: 'All cases',
        columns: [inWords('All cases', ({ name }) => name), ...BEHAVIOURS],
      }),
    ],
    PLAIN_TEXT,
  );
}

interface ShownBehaviour {
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
