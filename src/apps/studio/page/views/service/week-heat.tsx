const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const HOURS = 24;
const STEPS = 7;
const CELL = { width: 17, height: 18 } as const;
const LEFT = 34;
const TOP = 16;

/** One measure by hour of the week, UTC: a row per day. The colour is said in words when a cell is pointed at, and in the table. */
export function WeekHeat(props: {
  readonly title: string;
  readonly values: Float64Array;
  readonly most: number | null;
  readonly format: (value: number) => string;
}) {
  const { format, title, values } = props;
  const observed = Array.from(values).filter((value) => !Number.isNaN(value));
  const most = props.most ?? Math.max(1e-9, ...observed);
  const stepOf = (value: number) => Math.max(0, Math.min(STEPS - 1, Math.floor((value / most) * STEPS)));
  return (
    <figure class="heat">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${LEFT + HOURS * CELL.width} ${TOP + DAYS.length * CELL.height}`}
        role="img"
        aria-label={`${title} by hour of the week, UTC; highest ${observed.length === 0 ? '–' : format(Math.max(...observed))}`}
      >
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} class="tick" x={LEFT + hour * CELL.width} y={TOP - 5}>
            {String(hour).padStart(2, '0')}:00
          </text>
        ))}
        {DAYS.map((name, row) => (
          <g key={name}>
            <text class="tick" x={0} y={TOP + row * CELL.height + 13}>
              {name}
            </text>
            {Array.from({ length: HOURS }, (_, hour) => {
              const value = values[row * HOURS + hour] ?? Number.NaN;
              const [x, y] = [LEFT + hour * CELL.width, TOP + row * CELL.height];
              if (Number.isNaN(value))
                return (
                  <rect key={hour} class="cell" x={x} y={y} width={CELL.width - 1} height={CELL.height - 1} />
                );
              return (
                <rect
                  key={hour}
                  class={`s${stepOf(value)}`}
                  x={x}
                  y={y}
                  width={CELL.width - 1}
                  height={CELL.height - 1}
                >
                  <title>{`${name} ${String(hour).padStart(2, '0')}:00: ${format(value)}`}</title>
                </rect>
              );
            })}
          </g>
        ))}
      </svg>
    </figure>
  );
}
