/** What `make` returns, as a list; an empty list if the condition does not hold. For parts of a list that may be left out. */
export function onlyIf<Made>(condition: boolean, make: () => Made): readonly Made[] {
  return condition ? [make()] : [];
}
