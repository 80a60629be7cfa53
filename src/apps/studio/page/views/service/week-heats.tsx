import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import { duration, oneDigit, share } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { WeekHeat } from './week-heat.tsx';

/** What is drawn by hour of the week. */
const HEATS = [
  { title: 'Mean arrivals', of: 'arrived', most: null, format: oneDigit },
  { title: 'Cases waiting', of: 'waiting', most: null, format: oneDigit },
  { title: 'Service level', of: 'serviceLevel', most: 1, format: (value: number) => share(value) },
  {
    title: 'Mean wait',
    of: 'waitMeanS',
    most: null,
    format: (seconds: number) => duration(seconds * 1000),
  },
  { title: 'Occupancy', of: 'occupancy', most: 1, format: (value: number) => share(value) },
] as const;

/** Every measure by hour of the week. */
export function WeekHeats(props: {
  readonly week: ServiceAnswer['week'];
  /** Titles that the choices change. */
  readonly titles: Readonly<Partial<Record<keyof ServiceAnswer['week'], string>>>;
}) {
  const { titles, week } = props;
  return (
    <Gradually>
      {HEATS.map(({ of, title, ...heat }) => (
        <WeekHeat
          key={of}
          {...heat}
          title={`${titles[of] ?? title} by hour of the week`}
          values={week[of]}
          hours={week.hours}
        />
      ))}
    </Gradually>
  );
}
