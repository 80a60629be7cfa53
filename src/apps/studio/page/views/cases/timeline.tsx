import type { CaseStory, StorySpan } from '../../../protocol.ts';
import { duration, moment } from '../../format.ts';
import { Scroll } from '../../scroll.tsx';

const WIDTH = 900;
const LEFT = 8;
const ROW = 22;
const BAR = 13;
const LANES = [
  { lane: 'state', heading: 'What state it was in' },
  { lane: 'copy', heading: 'Where its data was' },
  { lane: 'view', heading: 'Who saw it' },
] as const;
/** Spans of the last states take weeks: time beyond this many rows is told by the table. */
const ROWS_MAX = 14;

interface Line {
  readonly what: string;
  readonly country: string;
  readonly spans: readonly StorySpan[];
}

/** The case over its life: time runs by the order of what happened, so that minutes at the begin are seen beside the months of keeping. */
export function Timeline({
  story,
  startEpochMs,
}: {
  readonly story: CaseStory;
  readonly startEpochMs: number;
}) {
  const x = orderScale(story.spans);
  return (
    <section class="timeline" aria-label="Timeline">
      {LANES.map(({ heading, lane }) => {
        const lines = linesOf(story.spans.filter((span) => span.lane === lane));
        return (
          <figure key={lane} class="chart">
            <figcaption>{heading}</figcaption>
            {lines.length === 0 ? <p class="quiet">nothing</p> : null}
            <svg viewBox={`0 0 ${WIDTH} ${Math.min(ROWS_MAX, lines.length) * ROW + 2}`} aria-hidden="true">
              {lines.slice(0, ROWS_MAX).map((line, row) => (
                <g key={line.what} transform={`translate(0 ${row * ROW})`}>
                  <path class="grid-line" d={`M${LEFT} ${ROW}H${WIDTH}`} />
                  {line.spans.map((span) => (
                    <rect
                      key={`${span.fromMs} ${span.toMs}`}
                      class={`span-${lane}`}
                      x={x(span.fromMs)}
                      y={4}
                      width={Math.max(3, x(span.toMs) - x(span.fromMs) - 1)}
                      height={BAR}
                      rx={2}
                    />
                  ))}
                  <text
                    class="tick"
                    x={labelAt(line, x)}
                    y={15}
                    text-anchor={isRight(line, x) ? 'end' : 'start'}
                  >
                    {line.country === '' ? line.what : `${line.what} (${line.country})`}
                  </text>
                </g>
              ))}
            </svg>
            <Table heading={heading} lines={lines} startEpochMs={startEpochMs} />
          </figure>
        );
      })}
    </section>
  );
}

function Table(props: {
  readonly heading: string;
  readonly lines: readonly Line[];
  readonly startEpochMs: number;
}) {
  const { heading, lines, startEpochMs } = props;
  return (
    <details>
      <summary>{heading}, as a table</summary>
      <Scroll label={heading}>
        <table>
          <tbody>
            {lines.flatMap(({ country, spans, what }) =>
              spans.map(({ fromMs, toMs }) => (
                <tr key={`${what} ${fromMs} ${toMs}`}>
                  <th scope="row">{what}</th>
                  <td>{country}</td>
                  <td>{moment(startEpochMs + fromMs)}</td>
                  <td class="n">{duration(toMs - fromMs)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

/** Half by the order of instants, half by time. */
function orderScale(spans: readonly StorySpan[]): (timeMs: number) => number {
  const instants = [...new Set(spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const [first = 0, last = 1] = [instants[0], instants.at(-1)];
  const steps = Math.max(1, instants.length - 1);
  const length = Math.max(1, (last ?? 1) - (first ?? 0));
  return (timeMs) => {
    const share = 0.75 * (instants.indexOf(timeMs) / steps) + 0.25 * ((timeMs - (first ?? 0)) / length);
    return LEFT + share * (WIDTH - LEFT - 4);
  };
}

function linesOf(spans: readonly StorySpan[]): readonly Line[] {
  const lines = new Map<string, { what: string; country: string; spans: StorySpan[] }>();
  for (const span of spans) {
    const line = lines.get(span.what);
    if (line === undefined) lines.set(span.what, { what: span.what, country: span.country, spans: [span] });
    else line.spans.push(span);
  }
  return [...lines.values()];
}

type Scale = (timeMs: number) => number;

/** The name stands behind its last bar, or before its first one where there is no room. */
function isRight({ spans }: Line, x: Scale): boolean {
  return x(spans.at(-1)?.toMs ?? 0) > WIDTH * 0.72;
}

function labelAt(line: Line, x: Scale): number {
  const { spans } = line;
  if (!isRight(line, x)) return x(spans.at(-1)?.toMs ?? 0) + 6;
  const start = x(spans[0]?.fromMs ?? 0);
  return start > WIDTH * 0.4 ? start - 6 : WIDTH - 12;
}
