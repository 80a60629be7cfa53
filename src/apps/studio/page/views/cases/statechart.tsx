import type { CaseStory } from '../../../worker/stories.ts';
import { useStudio } from '../../state.ts';
import { Scroll } from '../../tables/table-tools.tsx';

const WIDTH = 960;
const HEIGHT = 262;
const BOX = { width: 122, height: 44 } as const;
/** Distance between the two lines of a name, in drawing units. */
const LINE = 17;
/** Position of each state, from left to right in the usual order. */
const PLACES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  submitted: [70, 60],
  refused: [70, 150],
  stalled: [70, 230],
  'open.triage': [235, 60],
  'open.waiting.queued': [400, 60],
  'open.unreached': [400, 150],
  abandoned: [565, 230],
  'open.working': [565, 60],
  'open.paused': [565, 150],
  'open.awaitingCustomer': [735, 110],
  'open.awaitingVendor': [735, 180],
  'open.linked': [735, 230],
  resolved: [735, 30],
  closed: [885, 110],
  erased: [885, 200],
};
/** Distance between an arrow and the arrow in the other direction, in drawing units. */
const BEND = 16;

/** The life cycle of cases, with the path of this one highlighted. */
export function Statechart({ story }: { readonly story: CaseStory }) {
  const { catalogue } = useStudio().state;
  const walked = new Map<string, number>();
  const visited = new Set<string>();
  for (const { from, to } of story.steps) {
    if (from !== to) walked.set(`${from} ${to}`, (walked.get(`${from} ${to}`) ?? 0) + 1);
    visited.add(from).add(to);
  }
  const known = new Set(catalogue?.edges.map((edge) => edge.join(' ')) ?? []);
  // A macrostep may pass through states in which a case never stays.
  const direct = [...walked.keys()].filter((edge) => !known.has(edge)).map((edge) => edge.split(' '));
  const edges = [...(catalogue?.edges ?? []), ...direct] as readonly (readonly [string, string])[];
  const path = story.steps.map(({ to }) => stateWords(to)).join(', ');
  return (
    <figure class="chart statechart">
      <figcaption>Its way through the life cycle</figcaption>
      <Scroll label="Life cycle">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Its states in order: ${path}`}>
          {edges.map(([from, to]) => {
            const [start, end] = [PLACES[from], PLACES[to]];
            if (start === undefined || end === undefined || from === to) return null;
            const times = walked.get(`${from} ${to}`) ?? 0;
            const { d, middle } = arrow(start, end);
            return (
              <g key={`${from} ${to}`} class={times > 0 ? 'edge lit' : 'edge'}>
                <path d={d} />
                {times > 1 ? (
                  <text x={middle[0]} y={middle[1]} class="tick middle">
                    {times}×
                  </text>
                ) : null}
              </g>
            );
          })}
          {Object.entries(PLACES).map(([name, [x, y]]) => (
            <g key={name} class={visited.has(name) ? 'node lit' : 'node'}>
              <rect
                x={x - BOX.width / 2}
                y={y - BOX.height / 2}
                width={BOX.width}
                height={BOX.height}
                rx={8}
              />
              <text y={y + 5} class="middle">
                {stateWords(name)
                  .split(' ')
                  .map((word, line, { length }) => (
                    <tspan key={word} x={x} dy={line === 0 ? (-LINE * (length - 1)) / 2 : LINE}>
                      {word}
                    </tspan>
                  ))}
              </text>
            </g>
          ))}
        </svg>
      </Scroll>
    </figure>
  );
}

type Point = readonly [x: number, y: number];

/** An arrow from the border of one box to that of another, bent to the left of its direction. */
function arrow(start: Point, end: Point): { readonly d: string; readonly middle: Point } {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy) || 1;
  const normal: Point = [dy / length, -dx / length];
  const middle: Point = [
    (start[0] + end[0]) / 2 + normal[0] * BEND,
    (start[1] + end[1]) / 2 + normal[1] * BEND,
  ];
  const from = border(start, middle);
  const to = border(end, middle);
  const back = Math.hypot(to[0] - middle[0], to[1] - middle[1]) || 1;
  const [ux, uy] = [(to[0] - middle[0]) / back, (to[1] - middle[1]) / back];
  const wing = (side: number) =>
    `${(to[0] - 8 * ux + side * 4 * uy).toFixed(1)} ${(to[1] - 8 * uy - side * 4 * ux).toFixed(1)}`;
  const head = `M${wing(1)}L${to[0].toFixed(1)} ${to[1].toFixed(1)}L${wing(-1)}`;
  return {
    d: `M${from[0].toFixed(1)} ${from[1].toFixed(1)}Q${middle[0].toFixed(1)} ${middle[1].toFixed(1)} ${to[0].toFixed(1)} ${to[1].toFixed(1)}${head}`,
    middle,
  };
}

/** Point at which a line from the centre of a box towards a point crosses its border. */
function border([x, y]: Point, [towardsX, towardsY]: Point): Point {
  const [dx, dy] = [towardsX - x, towardsY - y];
  const scale = Math.min(
    BOX.width / 2 / Math.max(1e-6, Math.abs(dx)),
    BOX.height / 2 / Math.max(1e-6, Math.abs(dy)),
  );
  return [x + dx * scale, y + dy * scale];
}

/** The readable name of a state: `open.waiting.queued` → `queued`, `open.awaitingCustomer` → `awaiting customer`. */
export function stateWords(state: string): string {
  const name = state.replace(/^open\.(waiting\.)?/, '');
  return name.replace(/[a-z][A-Z]/g, ([before = '', after = '']) => `${before} ${after.toLowerCase()}`);
}
