/** A list without its gaps. What may be left out of it is written as `condition && item`, or is null or undefined. */
export function present<Item>(items: readonly (Item | null | undefined | false)[]): readonly Item[] {
  return items.filter((item): item is Exclude<typeof item, null | undefined | false> => {
    return item !== null && item !== undefined && item !== false;
  });
}
