import { memo } from '../../drawing.tsx';
import { count } from '../../format.ts';
import {
  DATA_CENTRE_MOST,
  lettersOf,
  type NamedMarks,
  type Names,
  radiusOf,
  useNames,
} from './drawn-names.ts';
import { nightCircles } from './night.ts';
import type { WorldMap } from './places.ts';
import { type Flow, isOpenAt } from './world-now.ts';

export interface MarksProps extends NamedMarks {
  readonly map: WorldMap;
  /** Time of the night shadow, which also moves between frames. */
  readonly timeMs: number;
  readonly flows: readonly Flow[];
  /** Countries inside the selected promise; null: it has no boundary. */
  readonly inside: ReadonlySet<string> | null;
  readonly onSelect: (centre: number) => void;
}

/** Everything that moves on the map: night, waiting customers, accesses and copies, centres. */
export function Marks(props: MarksProps) {
  const { box, facts, map, timeMs, ...rest } = props;
  return (
    <svg class="marks" viewBox={box.join(' ')} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      <g class="night">
        {nightCircles(facts.startEpochMs + timeMs).map((circle, depth) => (
          <path key={depth} d={map.path(circle)} />
        ))}
      </g>
      <Places box={box} facts={facts} map={map} {...rest} />
    </svg>
  );
}

type PlacesProps = Omit<MarksProps, 'timeMs'>;

/** Drawn once for each frame of the run, not for each frame of the screen. */
const Places = memo(function Places(props: PlacesProps) {
  const names = useNames(props);
  return (
    <g>
      <Waiting {...props} />
      <Arcs {...props} />
      <DataCentres {...props} names={names} />
      <Queues {...props} />
      <Centres {...props} names={names} />
    </g>
  );
});

function Name(props: { readonly at: Names[number]; readonly fontSize: number; readonly children: string }) {
  const { at, children, fontSize } = props;
  if (at === null || at === undefined) return null;
  return (
    <text x={at.dx} y={at.dy} text-anchor={at.anchor} font-size={fontSize}>
      {children}
    </text>
  );
}

type NamedPlacesProps = PlacesProps & { readonly names: Names };

/** Scale of areas, which stand for numbers. */
const WAITING_SCALE = 0.85;
const WAITING_MAX = 34;

function Waiting({ facts, layout, now, unit }: PlacesProps) {
  return (
    <g class="waiting-marks">
      {layout.countries.map((point, country) => {
        const waiting = now.waiting[country] ?? 0;
        if (point === null || waiting === 0) return null;
        const radius = Math.min(WAITING_MAX, WAITING_SCALE * Math.sqrt(waiting) + 1.5) * unit;
        return (
          <circle key={country} cx={point[0]} cy={point[1]} r={radius}>
            <title>{`${facts.countries[country]}: ${count(waiting)} waiting`}</title>
          </circle>
        );
      })}
    </g>
  );
}

/**
 * Gap between a centre's mark and its queue ring, and limits on the width of the ring, so that many centres leave the
 * map visible.
 */
const [QUEUE_GAP, QUEUE_LEAST, QUEUE_MOST] = [1.6, 1.2, 12];

/** Rings around centres. Their area stands for the queue, on the same scale as waiting customers. */
function Queues({ facts, layout, now, unit }: PlacesProps) {
  return (
    <g class="queue-marks">
      {facts.centres.map((centre, index) => {
        const [x, y] = layout.places[facts.dataCentres.length + index] ?? [0, 0];
        const queue = now.queue[index] ?? 0;
        if (queue === 0) return null;
        const inner = radiusOf(centre, unit) + QUEUE_GAP * unit;
        const broad = Math.hypot(inner, WAITING_SCALE * Math.sqrt(queue) * unit) - inner;
        const outer = inner + Math.max(QUEUE_LEAST * unit, Math.min(QUEUE_MOST * unit, broad));
        return (
          <path
            key={centre.id}
            transform={`translate(${x} ${y})`}
            d={`${circle(outer)}${circle(inner)}`}
            stroke-width={0.5 * unit}
          >
            <title>{`${centre.title}: queue of ${count(queue)}`}</title>
          </path>
        );
      })}
    </g>
  );
}

function circle(radius: number): string {
  const half = `A${radius} ${radius} 0 1 0 `;
  return `M${-radius} 0${half}${radius} 0${half}${-radius} 0Z`;
}

function Arcs({ flows, layout, unit }: PlacesProps) {
  return (
    <g class="arcs">
      {flows.map(({ count: moved, from, kind, to }) => {
        return (
          <path
            key={`${kind} ${from} ${to}`}
            class={`arc ${kind.replaceAll(' ', '-')}`}
            d={layout.arc(from, to)}
            stroke-width={Math.min(5, 0.7 + Math.log2(1 + moved) / 2.4) * unit}
          />
        );
      })}
    </g>
  );
}

function DataCentres({ facts, inside, layout, names, now, pixel, unit }: NamedPlacesProps) {
  const letters = lettersOf({ pixel, unit });
  return (
    <g class="data-centres">
      {facts.dataCentres.map(({ country, id, title }, place) => {
        const [x, y] = layout.places[place] ?? [0, 0];
        const copies = now.copies[place] ?? 0;
        const size = Math.min(DATA_CENTRE_MOST, 4 + Math.log2(1 + copies) * 0.62) * unit;
        const isDown = (now.dataCentreUp[place] ?? 1) === 0;
        const words = [
          'data-centre',
          isDown ? 'down' : '',
          inside?.has(country) === true ? 'within' : 'without',
        ];
        return (
          <g key={id} class={words.join(' ')} transform={`translate(${x} ${y})`}>
            <title>{`${title}: ${count(copies)} live copies${isDown ? ', down' : ''}`}</title>
            <path d={`M0 ${-size}L${size} 0L0 ${size}L${-size} 0Z`} stroke-width={1.4 * unit} />
            <Name at={names[place]} fontSize={letters.dataCentre}>
              {`${title} ${count(copies)}`}
            </Name>
          </g>
        );
      })}
    </g>
  );
}

/** Steps of the occupancy palette. */
const OCCUPANCY_STEPS = 7;

function Centres({ facts, layout, names, now, onSelect, pixel, selected, unit }: NamedPlacesProps) {
  const letters = lettersOf({ pixel, unit });
  return (
    <g class="centres">
      {facts.centres.map((centre, index) => {
        const [x, y] = layout.places[facts.dataCentres.length + index] ?? [0, 0];
        const onDuty = now.onDuty[index] ?? 0;
        const busy = now.busy[index] ?? 0;
        const queue = now.queue[index] ?? 0;
        const isDown = (now.centreUp[index] ?? 1) === 0;
        const isOpen = isOpenAt(centre, now.timeMs);
        const outer = radiusOf(centre, unit);
        const inner = outer * Math.sqrt(Math.min(1, onDuty / Math.max(1, centre.agents)));
        const step = Math.min(
          OCCUPANCY_STEPS - 1,
          Math.floor((busy / Math.max(1, onDuty)) * OCCUPANCY_STEPS),
        );
        const state = isDown ? 'down' : isOpen ? 'open' : 'closed';
        // Keyboard and screen reader users have the table next to the map.
        return (
          <g
            key={centre.id}
            class={`centre ${state}${selected === index ? ' selected' : ''}`}
            transform={`translate(${x} ${y})`}
            onPointerDown={() => onSelect(index)}
          >
            <title>{`${centre.title}: ${state}, ${count(onDuty)} on duty, ${count(busy)} busy, queue of ${count(queue)}`}</title>
            <circle class="whole" r={outer} stroke-width={1.1 * unit} />
            {onDuty > 0 && !isDown ? (
              <circle class={`duty s${step}`} r={Math.max(inner, 1.6 * unit)} />
            ) : null}
            {isDown ? (
              <path
                class="cross"
                stroke-width={2 * unit}
                d={`M${-outer} ${-outer}L${outer} ${outer}M${-outer} ${outer}L${outer} ${-outer}`}
              />
            ) : null}
            <Name at={names[facts.dataCentres.length + index]} fontSize={letters.centre}>
              {centre.title}
            </Name>
          </g>
        );
      })}
    </g>
  );
}

/** The countries. Redrawn only if a boundary changes; moving items are in a layer above. */
export const Land = memo(function Land(props: {
  readonly map: WorldMap;
  readonly viewBox: string;
  readonly eea: ReadonlySet<string>;
  /** Countries inside the selected promise; null: it has no boundary. */
  readonly inside: ReadonlySet<string> | null;
}) {
  const { eea, inside, map, viewBox } = props;
  return (
    <svg class="land" viewBox={viewBox} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      <path class="sea" d={map.path({ type: 'Sphere' })} />
      {map.countries.map(({ code, name, outline }) => (
        <path key={code || name} class={classOf(code, eea, inside)} d={outline} />
      ))}
    </svg>
  );
});

function classOf(code: string, eea: ReadonlySet<string>, inside: ReadonlySet<string> | null): string {
  const words = ['country'];
  if (eea.has(code)) words.push('eea');
  if (inside?.has(code) === true) words.push('bounded');
  return words.join(' ');
}
