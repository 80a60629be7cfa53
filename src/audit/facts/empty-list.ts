/** Empties a list that will soon fill again. Unlike `length = 0`, it keeps the memory. */
export function empty(list: unknown[]): void {
  while (list.length > 0) list.pop();
}
