import { useMemo } from 'preact/hooks';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';
import { count } from '../../format.ts';
import type { Layout } from './places.ts';

/** Maximum radius of a data centre. */
export const DATA_CENTRE_MOST = 13;
/** Sizes of the letters of a centre and of a data centre in marks as large as a pixel of the map, and the least on the screen, px. */
const [CENTRE_LETTERS, DATA_CENTRE_LETTERS, LETTERS_LEAST] = [9.5, 8.5, 10.5];
/** Largest number of copies for which names reserve room. */
const COPIES_MOST = 999_999;

/** What the names on the map depend on. */
export interface NamedMarks {
  readonly facts: WorldFacts;
  readonly layout: Layout;
  readonly now: WorldNow;
  readonly selected: number | null;
  /** The visible part of the map. */
  readonly box: ViewBox;
  /** Map units per pixel-sized item; smaller on close views. */
  readonly unit: number;
  /** Map units per screen pixel. */
  readonly pixel: number;
  /** Whether data centres have names (only on close views). Centres always have. */
  readonly namesDataCentres: boolean;
}

/** By place (data centres, then centres): position of its name; null if it has none. */
export type Names = readonly (LabelPlace | null | undefined)[];

/** Letter sizes of centres and data centres, in map units. `pixel`: length of a pixel in these units. */
export function lettersOf({ pixel, unit }: Pick<NamedMarks, 'pixel' | 'unit'>) {
  const least = LETTERS_LEAST * pixel;
  return {
    centre: Math.max(least, CENTRE_LETTERS * unit),
    dataCentre: Math.max(least, DATA_CENTRE_LETTERS * unit),
  };
}

/**
 * Names the selected place and places that are down first, then centres and, on close views, data centres, as far as
 * there is room. Names and positions do not depend on the changing numbers.
 */
export function useNames(props: NamedMarks): Names {
  const { box, facts, layout, namesDataCentres, now, pixel, selected, unit } = props;
  const { centres, dataCentres } = facts;
  const pressing = [
    ...centres.flatMap((_, i) => (selected === i || now.centreUp[i] === 0 ? [dataCentres.length + i] : [])),
    ...dataCentres.flatMap((_, i) => (now.dataCentreUp[i] === 0 ? [i] : [])),
  ];
  return useMemo(() => {
    const marks = layout.places.map(([x, y], place) => {
      const centre = centres[place - dataCentres.length];
      const radius = centre === undefined ? DATA_CENTRE_MOST * unit : radiusOf(centre, unit);
      return { x, y, radius };
    });
    const large = (place: number) => centres[place - dataCentres.length]?.agents ?? Number.POSITIVE_INFINITY;
    const others = [...layout.places.keys()]
      .filter((place) => (namesDataCentres || place >= dataCentres.length) && !pressing.includes(place))
      .sort((left, right) => large(right) - large(left) || left - right);
    const named = [...pressing, ...others];
    const letters = lettersOf({ pixel, unit });
    const found = placeLabels(
      named.map((place) => {
        const centre = centres[place - dataCentres.length];
        const text = centre?.title ?? `${dataCentres[place]?.title} ${count(COPIES_MOST)}`;
        const fontSize = centre === undefined ? letters.dataCentre : letters.centre;
        return { ...(marks[place] as (typeof marks)[number]), text, fontSize };
      }),
      marks,
      box,
    );
    const names: (LabelPlace | null)[] = layout.places.map(() => null);
    named.forEach((place, i) => {
      names[place] = found[i] ?? null;
    });
    return names;
  }, [box, facts, layout, namesDataCentres, pixel, unit, pressing.join()]);
}

/** Radius of a centre's mark. */
export function radiusOf({ agents }: WorldFacts['centres'][number], unit: number): number {
  return (3 + Math.sqrt(agents) * 0.52) * unit;
}

/** A map item with a name next to it. All lengths are in map units. */
interface Named {
  readonly x: number;
  readonly y: number;
  /** Radius of its mark. */
  readonly radius: number;
  /** Its longest possible text. */
  readonly text: string;
  readonly fontSize: number;
}

type Mark = Pick<Named, 'radius' | 'x' | 'y'>;

/** Position of a name relative to its mark, as SVG anchors text. */
interface LabelPlace {
  readonly dx: number;
  readonly dy: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

type ViewBox = readonly [x: number, y: number, width: number, height: number];

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Letter width, ascent and descent, in font sizes: those of the widest sans in browsers. */
const [LETTER, ASCENT, DESCENT] = [0.68, 0.82, 0.24];
/** Gap between a mark and its name, in font sizes. */
const GAP = 0.25;
/** Positions around a mark, best first. Right and up are positive. */
const SIDES = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [0.75, 0.75],
  [-0.75, 0.75],
  [0.75, -0.75],
  [-0.75, -0.75],
] as const;
/** Distances to try if nothing close is free, in font sizes. */
const DISTANCES = [0, 0.9] as const;

/** Cost of a more distant position, as the share of the name that might as well cover marks. */
const FARTHER = 0.25;

/**
 * Places names so that they do not cover each other and, if possible nearby, no other marks. A name is never nearer to
 * the mark of another place than to its own, since it would be read as the other's. Earlier items are placed first. Null for a name without room; the table next to the map has it.
 */
export function placeLabels(
  named: readonly Named[],
  marks: readonly Mark[],
  box: ViewBox,
): readonly (LabelPlace | null)[] {
  const taken: Rectangle[] = [];
  const discs = marks.map(({ radius, x, y }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  const view = { left: box[0], top: box[1], right: box[0] + box[2], bottom: box[1] + box[3] };
  return named.map((one) => {
    const elsewhere = marks.filter((mark) => !isSamePlace(mark, one));
    const free = placesOf(one).filter(
      ({ covers }) =>
        isWithin(covers, view) &&
        !taken.some((other) => common(covers, other) > 0) &&
        !elsewhere.some((mark) => distance(covers, mark) < distance(covers, one)),
    );
    const cost = ({ covers, farther }: PlacedLabel) =>
      farther + discs.reduce((sum, disc) => sum + common(covers, disc), 0) / common(covers, covers);
    const best = free.reduce<PlacedLabel | null>(
      (least, place) => (least === null || cost(place) < cost(least) ? place : least),
      null,
    );
    if (best === null) return null;
    taken.push(best.covers);
    return best.at;
  });
}

interface PlacedLabel {
  readonly at: LabelPlace;
  readonly covers: Rectangle;
  /** Cost of its distance. */
  readonly farther: number;
}

function placesOf({ fontSize, radius, text, x, y }: Named): readonly PlacedLabel[] {
  const width = text.length * LETTER * fontSize;
  const [above, below] = [ASCENT * fontSize, DESCENT * fontSize];
  return DISTANCES.flatMap((farther) =>
    SIDES.map(([right, up]): PlacedLabel => {
      const out = radius + (GAP + farther) * fontSize;
      const dx = right * out;
      // The line on which the letters stand: they hang below it, stand above it, or are in the middle.
      const dy = -up * out + (up > 0 ? -below : up < 0 ? above : (above - below) / 2);
      const anchor = right > 0 ? 'start' : right < 0 ? 'end' : 'middle';
      const left = x + dx - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
      return {
        at: { dx, dy, anchor },
        covers: { left, right: left + width, top: y + dy - above, bottom: y + dy + below },
        farther: farther * FARTHER,
      };
    }),
  );
}

/** Marks that lie on each other, such as those of a centre and of the data centre in its town. */
function isSamePlace(one: Mark, other: Mark): boolean {
  return Math.hypot(one.x - other.x, one.y - other.y) < Math.min(one.radius, other.radius);
}

/** From a rectangle to the middle of a mark; 0 inside. */
function distance({ bottom, left, right, top }: Rectangle, { x, y }: Mark): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

/** Area of the intersection of two rectangles. */
function common(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}
