import { parseArgs } from 'node:util';

export const PARTS = ['first', 'month', 'million'] as const;
export type StudioPart = (typeof PARTS)[number];

export interface StudioArguments {
  readonly parts: readonly StudioPart[];
  readonly json: boolean;
}

export const USAGE = `usage: npm run bench:studio -- [first|month|million]… [--json]
  first    time until something is visible: five times, each with an empty browser cache
  month    four weeks of css-2014: run, replayed, scrubbed, seen in every view          about four minutes
  million  twelve weeks of css-2014, 1.1 million cases: opened, listed, searched        about three minutes
  --json   print one JSON document to standard output`;

/** The arguments, or a message to the user about what is wrong with them. */
export function parseArguments(args: readonly string[]): StudioArguments | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const unknown = positionals.find((name) => !PARTS.some((part) => part === name));
    if (unknown !== undefined) return `there is no part ${unknown}: choose ${PARTS.join(', ')}`;
    return {
      parts: PARTS.filter((part) => positionals.length === 0 || positionals.includes(part)),
      json: values.json,
    };
  } catch (error) {
    return (error as Error).message;
  }
}
