import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import type { WorldFacts } from '../../../protocol.ts';
import { Gradually } from '../../drawing.tsx';
import type { Stretch } from '../../state.ts';
import { Chart } from './chart.tsx';
import { type HourMeasure, MEASURES } from './measures.ts';

/** Titles that depend on the choices. */
type Titles = Readonly<Partial<Record<HourMeasure['of'], string>>>;

/** Every measure over the hours of the run. Dragging across a chart selects a part. */
export function HourlyCharts(props: {
  readonly facts: WorldFacts;
  readonly hours: ServiceAnswer['hours'];
  /** Whether the waits are of cases of several channels. They have no common mean, and are not drawn. */
  readonly hasMixedHours: boolean;
  readonly stretch: Stretch | null;
  readonly onStretch: (stretch: Stretch | null) => void;
  readonly titles: Titles;
}) {
  const { facts, hasMixedHours, hours, onStretch, stretch, titles } = props;
  return (
    <Gradually>
      {MEASURES.filter(({ of }) => of !== 'waitMeanS' || !hasMixedHours).map((measure) => (
        <Chart
          key={measure.of}
          measure={measure}
          startEpochMs={facts.startEpochMs}
          horizonMs={facts.horizonMs}
          stretch={stretch}
          onStretch={onStretch}
          title={titleOf(measure, titles)}
          values={hours[measure.of]}
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

function titleOf({ chart, of }: HourMeasure, titles: Titles): string {
  const title = titles[of];
  return title === undefined ? chart : `${title}${of === 'waiting' ? ' (mean over the hour)' : ''}`;
}
