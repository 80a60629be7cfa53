import { Folded } from '../../folded.tsx';
import { Scroll } from '../../scroll.tsx';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const HOURS = 24;
const STEPS = 7;
const CELL = { width: 17, height: 18 } as const;
const LEFT = 34;
const TOP = 16;

const HOUR_NAMES = Array.from({ length: HOURS }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
/** Of hours of the week that do not lie in the stretch. */
const NOT_SIMULATED = 'not simulated';
const NOTHING = 'nothing observed';

/** One measure by hour of the week, UTC: a row per day. The colour is said in words when a cell is pointed at, and in the table. */
export function WeekHeat(props: {
  readonly title: string;
  readonly values: Float64Array;
  /** How many of these hours were simulated. */
  readonly hours: Float64Array;
  readonly most: number | null;
  readonly format: (value: number) => string;
}) {
  const { format, hours, title, values } = props;
  const observed = Array.from(values).filter((value) => !Number.isNaN(value));
  const most = props.most ?? Math.max(1e-9, ...observed);
  const stepOf = (value: number) => Math.max(0, Math.min(STEPS - 1, Math.floor((value / most) * STEPS)));
  const styleOf = (at: number) => {
    if (hours[at] === 0) return 'not-simulated';
    const value = values[at] ?? Number.NaN;
    return Number.isNaN(value) ? 'cell' : `s${stepOf(value)}`;
  };
  const wordsOf = (at: number) => {
    if (hours[at] === 0) return NOT_SIMULATED;
    const value = values[at] ?? Number.NaN;
    return Number.isNaN(value) ? NOTHING : format(value);
  };
  const missing = hours.filter((count) => count === 0).length;
  return (
    <figure class="heat">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${LEFT + HOURS * CELL.width} ${TOP + DAYS.length * CELL.height}`}
        role="img"
        aria-label={`${title}, UTC; highest ${observed.length === 0 ? '–' : format(Math.max(...observed))}; ${missing} of 168 hours not simulated; hour by hour in the table below`}
      >
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} class="tick" x={LEFT + hour * CELL.width} y={TOP - 5}>
            {HOUR_NAMES[hour]}
          </text>
        ))}
        {DAYS.map((name, row) => (
          <g key={name}>
            <text class="tick" x={0} y={TOP + row * CELL.height + 13}>
              {name}
            </text>
            {HOUR_NAMES.map((hourName, hour) => (
              <rect
                key={hourName}
                class={styleOf(row * HOURS + hour)}
                x={LEFT + hour * CELL.width}
                y={TOP + row * CELL.height}
                width={CELL.width - 1}
                height={CELL.height - 1}
              >
                <title>{`${name} ${hourName}: ${wordsOf(row * HOURS + hour)}`}</title>
              </rect>
            ))}
          </g>
        ))}
      </svg>
      <p class="note heat-key" aria-hidden="true">
        <span>{format(0)}</span>
        {Array.from({ length: STEPS }, (_, step) => (
          <span key={step} class={`swatch s${step}`} />
        ))}
        <span>{format(most)}</span>
        <span>· hours in UTC</span>
      </p>
      {missing === 0 ? null : (
        <p class="note">
          <span class="swatch not-simulated" aria-hidden="true" /> {NOT_SIMULATED}: {missing} of 168 hours of
          the week are not in this stretch
        </p>
      )}
      <Folded title="Hour by hour">
        {() => (
          <Scroll label={`${title}, hour by hour`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">UTC</th>
                  {DAYS.map((name) => (
                    <th key={name} scope="col" class="n">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {HOUR_NAMES.map((hourName, hour) => (
                  <tr key={hourName}>
                    <th scope="row">{hourName}</th>
                    {DAYS.map((name, row) => (
                      <td key={name} class="n">
                        {wordsOf(row * HOURS + hour)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Folded>
    </figure>
  );
}
