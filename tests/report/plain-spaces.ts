/** A page with plain spaces before its percent signs, to be compared with text of the terminal. */
export function plainSpaces(page: string): string {
  return page.replaceAll('\u00a0', ' ');
}
