/** Up to this number, measures that a figure does not draw are named. */
const NAMED_MOST = 6;

/** Measures that a figure does not draw, by name if there are few. Its table has all of them. */
export function namedOrCounted(titles: readonly string[]): string {
  return titles.length <= NAMED_MOST ? titles.join('; ') : `${titles.length} measures, which the table lists`;
}
