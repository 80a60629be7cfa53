import { useMemo } from 'preact/hooks';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';
import { memo } from '../../drawing.tsx';
import { count } from '../../format.ts';
import { type Arrow, arrowsOf, type Shown } from './arrows.ts';
import { nearestOf, placeCards } from './cards.ts';
import { type CentreDesk, desksOf, isInTrouble, stateOf, stateWords } from './centre-state.ts';
import { nightCircle } from './night.ts';
import type { Layout, Point, WorldMap } from './places.ts';
import type { Flow } from './world-now.ts';

export interface MarksProps {
  readonly map: WorldMap;
  readonly facts: WorldFacts;
  readonly layout: Layout;
  readonly now: WorldNow;
  readonly shown: Shown;
  /** Time of the night shadow, which also moves between frames. */
  readonly timeMs: number;
  readonly flows: readonly Flow[];
  /** Countries inside the selected promise; null: it has no boundary. */
  readonly inside: ReadonlySet<string> | null;
  readonly selected: number | null;
  /** The visible part of the map. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** Map units per screen pixel. */
  readonly pixel: number;
  /** The longest queue of the run. */
  readonly queueMost: number;
  readonly onSelect: (centre: number) => void;
}

/** The night moves in steps of this, ms: less than three degrees. */
const NIGHT_MS = 600_000;

/**
 * Everything that moves on the map: night, waiting customers, cases and data on their way, centres. The night is a layer of its own, so that
 * nothing else is painted when only it moves.
 */
export function Marks({ timeMs, ...props }: MarksProps) {
  const { box, facts, map } = props;
  const atMs = Math.floor((facts.startEpochMs + timeMs) / NIGHT_MS) * NIGHT_MS;
  const path = useMemo(() => map.path(nightCircle(atMs)), [map, atMs]);
  return (
    <>
      <svg viewBox={box.join(' ')} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
        <path class="night" d={path} />
      </svg>
      <Places {...props} />
    </>
  );
}

type PlacesProps = Omit<MarksProps, 'timeMs'>;

/** Drawn once for each frame of the run, not for each frame of the screen. */
const Places = memo(function Places(props: PlacesProps) {
  const { box, facts, flows, inside, layout, pixel, shown } = props;
  return (
    <svg class="marks" viewBox={box.join(' ')} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      {shown === 'cases' ? <Waiting {...props} /> : null}
      {arrowsOf(flows, shown, { facts, inside, layout, pixel }).map((arrow) => (
        <ArrowMark key={arrow.key} arrow={arrow} />
      ))}
      <Cards {...props} />
      {shown === 'data' ? <DataCentres {...props} /> : null}
      <Centres {...props} />
    </svg>
  );
});

function ArrowMark({ arrow: { head, line, style, width, words } }: { readonly arrow: Arrow }) {
  return (
    <g class={`arrow ${style}`}>
      <title>{words}</title>
      <path d={line} stroke-width={width} />
      <path class="head" d={head} />
    </g>
  );
}

/** Areas stand for numbers of waiting customers: radius of one, and the greatest radius, px. */
const [WAITING_ONE, WAITING_MOST] = [2, 30];

function Waiting({ facts, layout, now, pixel }: PlacesProps) {
  return (
    <g class="waiting-marks">
      {layout.countries.map((point, country) => {
        const waiting = now.waiting[country] ?? 0;
        if (point === null || waiting === 0) return null;
        const radius = Math.min(WAITING_MOST, WAITING_ONE * Math.sqrt(waiting)) * pixel;
        return (
          <circle key={country} cx={point[0]} cy={point[1]} r={radius}>
            <title>{`${facts.countryNames[country]}: ${count(waiting)} waiting`}</title>
          </circle>
        );
      })}
    </g>
  );
}

/** Radius of a mark, px. */
const MARK = 6;

function Centres({ facts, layout, now, onSelect, pixel, selected }: PlacesProps) {
  return facts.centres.map(({ id, title }, index) => {
    const [x, y] = layout.places[facts.dataCentres.length + index] ?? [0, 0];
    const state = stateOf(facts, now, index);
    const radius = MARK * pixel;
    // Keyboard and screen reader users have the table next to the map.
    return (
      <g
        key={id}
        class={`centre ${state}${selected === index ? ' selected' : ''}`}
        transform={`translate(${x} ${y})`}
        onPointerDown={() => onSelect(index)}
      >
        <title>{`${title}: ${stateWords(facts, now, index)}`}</title>
        <circle r={radius} stroke-width={(state === 'open' || state === 'busy' ? 1.5 : 3) * pixel} />
        {state === 'down' ? (
          <path
            stroke-width={2 * pixel}
            d={`M${-radius} ${-radius}L${radius} ${radius}M${-radius} ${radius}L${radius} ${-radius}`}
          />
        ) : null}
      </g>
    );
  });
}

function DataCentres({ facts, inside, layout, now, pixel }: PlacesProps) {
  const size = (MARK + 1) * pixel;
  return facts.dataCentres.map(({ country, id, title }, place) => {
    const [x, y] = layout.places[place] ?? [0, 0];
    const isDown = (now.dataCentreUp[place] ?? 1) === 0;
    return (
      <g
        key={id}
        class={`data-centre${isDown ? ' down' : ''}${inside?.has(country) === true ? ' within' : ''}`}
        transform={`translate(${x} ${y})`}
      >
        <title>{`${title}: ${count(now.copies[place] ?? 0)} live copies${isDown ? ', down' : ''}`}</title>
        <path d={`M0 ${-size}L${size} 0L0 ${size}L${-size} 0Z`} stroke-width={1.4 * pixel} />
      </g>
    );
  });
}

/** What a card says below its title. */
interface CardLine {
  readonly label: string;
  readonly words: string;
  /** Lengths of the parts of a bar, by tier, as shares of the longest queue. */
  readonly bar: readonly number[];
}

interface CardText {
  readonly place: number;
  readonly title: string;
  readonly style: string;
  readonly lines: readonly CardLine[];
}

/** Layout of a card, px: letters of the title and of a line, their width, heights of both, room around them; bar; label. */
const CARD = { title: 12, fine: 11, letter: 6.6, row: 15, pad: 6, bar: 44, label: 34 } as const;
/** Room for the words of a line, px: `999 of 999 busy`. */
const WORDS = 84;
/** Least distance of a card from its mark, px. */
const GAP = 9;

function Cards(props: PlacesProps) {
  const { box, layout, pixel, shown } = props;
  const texts = cardTexts(props);
  // Sizes do not depend on the numbers of a moment, so only another order or another map places cards anew.
  const order = texts.map(({ place }) => place).join();
  const found = useMemo(() => {
    const sizes = texts.map(({ lines, place, title }) => ({
      at: layout.places[place] ?? ([0, 0] as Point),
      width: pixel * widthOf(title, lines),
      height: pixel * heightOf(lines),
    }));
    const marks = [...layout.places, ...layout.countries.filter((point) => point !== null)];
    return placeCards(sizes, marks, box, GAP * pixel);
  }, [layout, box, pixel, shown, order]);
  return texts.map((text, i) => {
    const place = found[i] ?? null;
    const [x, y] = layout.places[text.place] ?? [0, 0];
    if (place === null) return null;
    const [toX, toY] = nearestOf(place, [x, y]);
    return (
      <g key={text.place} class={`place-card ${text.style}`}>
        <path class="lead" d={`M${x} ${y}L${toX} ${toY}`} stroke-width={pixel} />
        <g transform={`translate(${place.left} ${place.top}) scale(${pixel})`}>
          <CardFace text={text} width={(place.right - place.left) / pixel} />
        </g>
      </g>
    );
  });
}

function widthOf(title: string, lines: readonly CardLine[]): number {
  const label = lines.some((line) => line.label !== '') ? CARD.label : 0;
  return 2 * CARD.pad + Math.max(title.length * CARD.letter, lines.length === 0 ? 0 : label + WORDS);
}

function heightOf(lines: readonly CardLine[]): number {
  return 2 * CARD.pad - 2 + CARD.row * (1 + lines.length);
}

function CardFace({ text, width }: { readonly text: CardText; readonly width: number }) {
  const { lines, title } = text;
  return (
    <>
      <rect width={width} height={heightOf(lines)} rx={5} />
      <text class="title" x={CARD.pad} y={CARD.pad + CARD.title - 2} font-size={CARD.title}>
        {title}
      </text>
      {lines.map(({ bar, label, words }, i) => {
        const y = CARD.pad + CARD.row * (i + 1) + CARD.fine - 1;
        let left = CARD.pad + (label === '' ? 0 : CARD.label);
        return (
          <g key={label} font-size={CARD.fine}>
            {label === '' ? null : (
              <text x={CARD.pad} y={y}>
                {label}
              </text>
            )}
            {bar.map((part, tier) => {
              const from = left;
              left += part * CARD.bar;
              return part === 0 ? null : (
                <rect
                  key={tier}
                  class={`queue t${tier}`}
                  x={from}
                  y={y - 8}
                  width={Math.max(3, part * CARD.bar)}
                  height={8}
                />
              );
            })}
            <text class="words" x={width - CARD.pad} y={y} text-anchor="end">
              {words}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Up to this many centres, a card has a line for each tier; among more, one for all. */
export const FEW_CENTRES = 6;
/** Map units per pixel above which a map of many centres has no room for all cards. */
const TIGHT = 1.6;

/** The cards, those that matter most first: they get the best places. */
function cardTexts({ facts, now, pixel, queueMost, selected, shown }: PlacesProps): readonly CardText[] {
  const offset = facts.dataCentres.length;
  const bar = (queues: readonly number[]) => queues.map((queue) => queue / Math.max(1, queueMost));
  const lineOf = (label: string, desks: readonly CentreDesk[], isOpen: boolean): CardLine => {
    const [onDuty, busy, queue] = (['onDuty', 'busy', 'queue'] as const).map((level) =>
      desks.reduce((sum, desk) => sum + desk[level], 0),
    ) as [number, number, number];
    // Agents who finish a case after their duty are busy, too.
    const of = busy > onDuty ? '' : ` of ${count(onDuty)}`;
    const atWork = isOpen || onDuty > 0 ? `${count(busy)}${of} busy` : 'closed';
    return {
      label,
      words: queue > 0 ? `${count(queue)} wait` : atWork,
      bar: bar(desks.map((one) => one.queue)),
    };
  };
  const centres = facts.centres.map(({ title }, index): CardText => {
    const state = stateOf(facts, now, index);
    const desks = desksOf(facts, now, index);
    const isOpen = state !== 'closed';
    const lines =
      shown === 'data'
        ? []
        : facts.centres.length > FEW_CENTRES
          ? [lineOf('', desks, isOpen)]
          : desks.map((desk) => lineOf(`tier ${desk.tier}`, [desk], isOpen));
    return { place: offset + index, title, style: selected === index ? `${state} selected` : state, lines };
  });
  const dataCentres = facts.dataCentres.map(
    ({ title }, place): CardText => ({
      place,
      title,
      style: (now.dataCentreUp[place] ?? 1) === 0 ? 'down' : 'open',
      lines: [{ label: '', words: `${count(now.copies[place] ?? 0)} copies`, bar: [] }],
    }),
  );
  // Where only some find room, those in trouble come first. Elsewhere a card stays where it is while the world plays.
  const isTight = facts.centres.length > FEW_CENTRES && pixel > TIGHT;
  const rank = ({ place }: CardText) => {
    const centre = place - offset;
    if (selected === centre || (isTight && isInTrouble(facts, now, centre))) return Number.POSITIVE_INFINITY;
    return facts.centres[centre]?.agents ?? Number.MAX_VALUE;
  };
  return [...(shown === 'data' ? dataCentres : []), ...centres].sort(
    (one, other) => rank(other) - rank(one) || one.place - other.place,
  );
}

/** The countries. Redrawn only if a boundary changes; moving items are in a layer above. */
export const Land = memo(function Land(props: {
  readonly map: WorldMap;
  readonly viewBox: string;
  /** The European Economic Area; null: it is not shown. */
  readonly eea: ReadonlySet<string> | null;
  /** Countries inside the selected promise; null: it has no boundary. */
  readonly inside: ReadonlySet<string> | null;
}) {
  const { eea, inside, map, viewBox } = props;
  return (
    <svg class="land" viewBox={viewBox} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      <path class="sea" d={map.path({ type: 'Sphere' })} />
      {map.countries.map(({ code, name, outline }) => (
        <path
          key={code || name}
          class={`country${eea?.has(code) === true ? ' eea' : ''}${inside?.has(code) === true ? ' bounded' : ''}`}
          d={outline}
        />
      ))}
    </svg>
  );
});
