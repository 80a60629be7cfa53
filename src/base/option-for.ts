/** Where a text is read. A page has no options of commands. */
export type Reader = 'page' | 'terminal';

/** The part of a text that names an option: only a terminal has it. `onPage`: what a page says in its place. */
export function optionFor(reader: Reader, inTerminal: string, onPage = ''): string {
  return reader === 'terminal' ? inTerminal : onPage;
}
