import { plural } from '#base';
import type { FlowKind } from '../../../chronicle/frames.ts';
import type { WorldFacts } from '../../../protocol.ts';
import type { Layout, Point } from './places.ts';
import type { Flow } from './world-now.ts';

/** What the arrows of the map are about. */
export type Shown = 'cases' | 'data';

/** An arrow of the map. Lengths and paths are in map units. */
export interface Arrow {
  readonly key: string;
  readonly line: string;
  readonly head: string;
  readonly width: number;
  readonly style: string;
  readonly words: string;
}

/** Kinds of movement that are shown together. */
const KINDS: Readonly<Record<Shown, readonly FlowKind[]>> = {
  cases: ['taken', 'hand-over'],
  data: ['seen', 'on a basis', 'without a basis', 'outside'],
};
/** Number of arrows of each kind; the rest are smaller than these. */
export const ARROWS_MOST = 12;
/** Widths and lengths, px: of the widest arrow, of a head beside its line, of the room before a mark. */
const [WIDEST, HEAD, ROOM] = [8, 4, 8];
/** The widest arrow stands for at least this many movements. */
const WIDEST_LEAST = 60;
/** How far an arrow bows from the straight line, as a share of its length: there and back stay apart. */
const BOW = 0.16;

/** The largest movements between places, as arrows. Their width grows as the root of the number: the widest is the largest movement shown. */
export function arrowsOf(
  flows: readonly Flow[],
  shown: Shown,
  view: {
    readonly facts: WorldFacts;
    readonly layout: Layout;
    readonly inside: ReadonlySet<string> | null;
    readonly pixel: number;
  },
): readonly Arrow[] {
  const { facts, inside, layout, pixel } = view;
  const places = placesOf(facts);
  const points = [...layout.places, ...layout.countries];
  const drawn = KINDS[shown].flatMap((kind) =>
    flows.filter((flow) => flow.kind === kind).slice(0, ARROWS_MOST),
  );
  const most = Math.max(WIDEST_LEAST, ...drawn.map(({ count }) => count));
  return drawn.flatMap(({ count, from, kind, to }): readonly Arrow[] => {
    const [start, end, of, at] = [points[from], points[to], places[from], places[to]];
    if (!start || !end || of === undefined || at === undefined) return [];
    const width = WIDEST * Math.sqrt(count / most) * pixel;
    const path = bowed(start, end, ROOM * pixel, width / 2 + HEAD * pixel);
    if (path === null) return [];
    const leaves = shown === 'cases' && inside?.has(of.country) === true && !inside.has(at.country);
    const moved = shown === 'cases' ? plural(count, 'case') : plural(count, 'time');
    return [
      {
        ...path,
        key: `${kind} ${from} ${to}`,
        width,
        style: leaves ? 'leaves' : kind.replaceAll(' ', '-'),
        words: `${of.title} to ${at.title}: ${moved}${leaves ? ', out of the boundary' : ''}`,
      },
    ];
  });
}

/** Data centres, centres and countries, as movements number them. */
export function placesOf({ centres, countries, countryNames, dataCentres }: WorldFacts) {
  return [
    ...dataCentres,
    ...centres,
    ...countries.map((country, i) => ({ country, title: countryNames[i] ?? country })),
  ];
}

/** A bowed line with its head; null if the places are too near each other. */
function bowed([x1, y1]: Point, [x2, y2]: Point, room: number, head: number) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < room + head) return null;
  const [bendX, bendY] = [(x1 + x2) / 2 + (y2 - y1) * BOW, (y1 + y2) / 2 - (x2 - x1) * BOW];
  const last = Math.hypot(x2 - bendX, y2 - bendY);
  const [alongX, alongY] = [(x2 - bendX) / last, (y2 - bendY) / last];
  const [tipX, tipY] = [x2 - alongX * room, y2 - alongY * room];
  const [baseX, baseY] = [tipX - alongX * head, tipY - alongY * head];
  const at = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const wing = head * 0.8;
  return {
    line: `M${at(x1, y1)}Q${at(bendX, bendY)} ${at(baseX, baseY)}`,
    head: `M${at(tipX, tipY)}L${at(baseX - alongY * wing, baseY + alongX * wing)}L${at(baseX + alongY * wing, baseY - alongX * wing)}Z`,
  };
}
