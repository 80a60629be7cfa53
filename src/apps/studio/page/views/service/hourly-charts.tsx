import { useMemo, useState } from 'preact/hooks';
import { DAY_MS, HOUR_MS } from '#base';
import type { RunResult } from '../../../calls.ts';
import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import { Gradually } from '../../drawing.tsx';
import { moment } from '../../format.ts';
import type { Stretch } from '../../state.ts';
import { REACHED } from '../../tables/table-tools.tsx';
import { momentsOf } from '../world/events.ts';
import { type Band, Chart } from './chart.tsx';
import { type HourMeasure, MEASURES, valueAt } from './measures.ts';

/** Titles that depend on the choices. */
export type Titles = Readonly<Partial<Record<HourMeasure['of'], string>>>;

/**
 * Every measure over the hours of the run, one below the other, with one cursor over all: the mouse moves it, and so do the arrow keys. Dragging
 * across a chart selects a part.
 */
export function HourlyCharts(props: {
  readonly run: RunResult;
  readonly answer: Pick<ServiceAnswer, 'hasMixedHours' | 'hours' | 'wanted'>;
  readonly stretch: Stretch | null;
  readonly onStretch: (stretch: Stretch | null) => void;
  readonly titles: Titles;
}) {
  const { answer, onStretch, run, stretch, titles } = props;
  const { hasMixedHours, hours, wanted } = answer;
  const { facts } = run;
  const [atMs, setAtMs] = useState<number | null>(null);
  const bands = useMemo(() => bandsOf(run), [run]);
  const last = Math.max(0, hours.arrived.length - 1) * HOUR_MS;
  const press = (event: KeyboardEvent) => {
    const next = movedBy(event.key, atMs ?? 0, last);
    if (next === null) return;
    event.preventDefault();
    setAtMs(next);
  };
  const shown = MEASURES.filter(({ of }) => of !== 'waitMeanS' || !hasMixedHours);
  return (
    <div
      class="chart-stack"
      role="application"
      aria-roledescription="charts with one cursor"
      aria-label="Charts by hour: arrow keys move the cursor by an hour, page keys by a day; the table below has every day"
      {...REACHED}
      onKeyDown={press}
      onPointerLeave={() => setAtMs(null)}
    >
      <p class="chart-told" role="status">
        {atMs === null
          ? 'Move over a chart, or use the arrow keys, to read every chart at one hour.'
          : `${moment(facts.startEpochMs + atMs)}: ${toldAt(atMs, shown, hours)}`}
      </p>
      <Gradually>
        {shown.map((measure) => (
          <Chart
            key={measure.of}
            measure={measure}
            startEpochMs={facts.startEpochMs}
            horizonMs={facts.horizonMs}
            stretch={stretch}
            onStretch={onStretch}
            cursor={{ atMs, move: setAtMs }}
            bands={bands}
            wanted={measure.of === 'serviceLevel' ? wanted : null}
            title={titleOf(measure, titles)}
            values={hours[measure.of]}
          />
        ))}
        {hasMixedHours ? (
          <p class="quiet">
            Waits are not drawn here, because calls and written cases wait on different scales. Choose a
            channel under Groups to see them.
          </p>
        ) : null}
      </Gradually>
    </div>
  );
}

/** Where a key takes the cursor, ms; null for other keys. */
function movedBy(key: string, atMs: number, lastMs: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: atMs - HOUR_MS,
    ArrowRight: atMs + HOUR_MS,
    PageUp: atMs - DAY_MS,
    PageDown: atMs + DAY_MS,
    Home: 0,
    End: lastMs,
  };
  const next = steps[key];
  return next === undefined ? null : Math.max(0, Math.min(lastMs, next));
}

/** `arrivals 12, cases waiting 3.4`. */
function toldAt(atMs: number, measures: readonly HourMeasure[], hours: ServiceAnswer['hours']): string {
  return measures
    .map(({ heat, of, unit }) => `${lowered(heat)} ${valueAt(hours[of], atMs, unit)}`)
    .join(', ');
}

function lowered(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

/** Outages and changes of law, as spans. What lasts longer than the run's half would hide the charts. */
function bandsOf(run: RunResult): readonly Band[] {
  return momentsOf(run).flatMap(({ kind, text, timeMs, toMs = timeMs }) =>
    kind === 'violation' ? [] : [{ fromMs: timeMs, toMs, name: text }],
  );
}

function titleOf({ chart, of }: HourMeasure, titles: Titles): string {
  const title = titles[of];
  return title === undefined ? chart : `${title}${of === 'waiting' ? ' (mean over the hour)' : ''}`;
}
