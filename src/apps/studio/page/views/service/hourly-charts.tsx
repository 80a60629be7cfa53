import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import type { WorldFacts } from '../../../protocol.ts';
import { Gradually } from '../../drawing.tsx';
import { count, duration, share } from '../../format.ts';
import type { Stretch } from '../../state.ts';
import { Chart } from './chart.tsx';

/** Charts by hour of the run. */
const CHARTS = [
  {
    title: 'Arrivals per hour',
    of: 'arrived',
    unit: 'cases',
    height: 110,
    kind: 'area',
    style: 'arrivals-area',
    most: null,
    format: count,
  },
  {
    title: 'Cases waiting (mean over the hour)',
    of: 'waiting',
    unit: 'cases',
    height: 130,
    kind: 'area',
    style: 'waiting-area',
    most: null,
    format: count,
  },
  {
    title: 'Service level',
    of: 'serviceLevel',
    unit: 'share',
    height: 110,
    kind: 'line',
    style: 'level-line',
    most: 1,
    format: (value: number) => share(value, 0),
  },
  {
    title: 'Mean wait of those answered',
    of: 'waitMeanS',
    unit: 's',
    height: 110,
    kind: 'area',
    style: 'wait-area',
    most: null,
    format: (seconds: number) => duration(seconds * 1000),
  },
  {
    title: 'Occupancy',
    of: 'occupancy',
    unit: 'share',
    height: 110,
    kind: 'line',
    style: 'occupancy-line',
    most: null,
    format: (value: number) => share(value, 0),
  },
] as const;

/** Every measure over the hours of the run. Dragging across a chart selects a part. */
export function HourlyCharts(props: {
  readonly facts: WorldFacts;
  readonly hours: ServiceAnswer['hours'];
  /** Whether the waits are of cases of several channels. They have no common mean, and are not drawn. */
  readonly hasMixedHours: boolean;
  readonly stretch: Stretch | null;
  readonly onStretch: (stretch: Stretch | null) => void;
  /** Titles that depend on the choices. */
  readonly titles: Readonly<Partial<Record<keyof ServiceAnswer['hours'], string>>>;
}) {
  const { facts, hasMixedHours, hours, onStretch, stretch, titles } = props;
  return (
    <Gradually>
      {CHARTS.filter(({ of }) => of !== 'waitMeanS' || !hasMixedHours).map(({ of, title, ...chart }) => (
        <Chart
          key={of}
          {...chart}
          startEpochMs={facts.startEpochMs}
          horizonMs={facts.horizonMs}
          stretch={stretch}
          onStretch={onStretch}
          title={of in titles ? `${titles[of]}${of === 'waiting' ? ' (mean over the hour)' : ''}` : title}
          values={hours[of]}
        />
      ))}
      {hasMixedHours ? (
        <p class="quiet">
          Waits are not drawn here, because calls and written cases wait on different scales. Choose a channel
          in the table “By channel” below to see them.
        </p>
      ) : null}
    </Gradually>
  );
}
