type Point = readonly [x: number, y: number];
type Line = readonly [from: Point, to: Point];
type ViewBox = readonly [x: number, y: number, width: number, height: number];

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A mark of the map with a card beside it. All lengths are in map units. */
interface Carded {
  readonly at: Point;
  readonly width: number;
  readonly height: number;
}

/** Directions in which a card may stand from its mark, best first: below, above, beside, then around. Right and down are positive. */
const SIDES = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [0.7, 0.7],
  [-0.7, 0.7],
  [0.7, -0.7],
  [-0.7, -0.7],
  [0.1, 1],
  [-0.1, 1],
  [0.1, -1],
  [-0.1, -1],
  [1, 0.1],
  [1, -0.1],
  [-1, 0.1],
  [-1, -0.1],
] as const;
/** Distances of a card from its mark, in gaps. */
const DISTANCES = [1, 2.5, 5, 9, 14] as const;
/** Cost of a mark that a card covers, in gaps: more than any distance. */
const MARK_COVERED = 20;
/** A card that covers more marks of others is left out. */
const COVERED_MOST = 1;

/**
 * Places cards so that none covers another, and none a line from a mark to its card; near their marks, and off the others where that is
 * possible. Earlier cards are placed first. Null for a card without room: the table beside the map has what it says. `gap`: the least
 * distance from a mark.
 */
export function placeCards(
  cards: readonly Carded[],
  marks: readonly Point[],
  box: ViewBox,
  gap: number,
): readonly (Rectangle | null)[] {
  const taken: Rectangle[] = [];
  const leads: Line[] = [];
  const view = { left: box[0], top: box[1], right: box[0] + box[2], bottom: box[1] + box[3] };
  return cards.map((card) => {
    let best: { readonly covers: Rectangle; readonly cost: number } | null = null;
    for (const distance of DISTANCES) {
      for (const side of SIDES) {
        const covers = rectangleAt(card, side, distance * gap);
        const lead: Line = [card.at, nearestOf(covers, card.at)];
        const isFree =
          isWithin(covers, view) &&
          !taken.some((other) => overlap(covers, other) || crosses(lead, other)) &&
          !leads.some((other) => crosses(other, covers));
        const covered = marks.filter((mark) => isNear(mark, covers, gap / 2)).length;
        const cost = distance + covered * MARK_COVERED;
        if (isFree && covered <= COVERED_MOST && (best === null || cost < best.cost)) best = { covers, cost };
      }
    }
    if (best === null) return null;
    taken.push(best.covers);
    leads.push([card.at, nearestOf(best.covers, card.at)]);
    return best.covers;
  });
}

/** The point of a rectangle that is nearest to a point. */
export function nearestOf({ bottom, left, right, top }: Rectangle, [x, y]: Point): Point {
  return [Math.max(left, Math.min(right, x)), Math.max(top, Math.min(bottom, y))];
}

function rectangleAt({ at: [x, y], height, width }: Carded, [right, down]: Point, out: number): Rectangle {
  const start = (middle: number, side: number, size: number) =>
    middle + side * out - size * (side > 0 ? 0 : side < 0 ? 1 : 0.5);
  const [left, top] = [start(x, right, width), start(y, down, height)];
  return { left, top, right: left + width, bottom: top + height };
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Whether a point lies in a rectangle, or nearer to it than `margin`. */
function isNear([x, y]: Point, { bottom, left, right, top }: Rectangle, margin: number): boolean {
  return x > left - margin && x < right + margin && y > top - margin && y < bottom + margin;
}

/** Points of a line that are looked at. Lines are short, so a card between two of them is hardly covered. */
const LOOKED_AT = [0, 0.25, 0.5, 0.75, 1];

function crosses([[x1, y1], [x2, y2]]: Line, covers: Rectangle): boolean {
  return LOOKED_AT.some((part) => isNear([x1 + (x2 - x1) * part, y1 + (y2 - y1) * part], covers, 0));
}
