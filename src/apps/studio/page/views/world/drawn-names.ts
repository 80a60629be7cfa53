import { useMemo } from 'preact/hooks';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';
import { count } from '../../format.ts';
import { type LabelPlace, placeLabels, type ViewBox } from './labels.ts';
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
