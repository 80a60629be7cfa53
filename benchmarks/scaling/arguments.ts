import { parseArgs } from 'node:util';
import { AXES, type Axis } from './axes.ts';

export interface ScalingArguments {
  readonly axes: readonly Axis[];
  readonly json: boolean;
}

export const USAGE = `usage: npm run bench:scaling -- [${AXES.map(({ id }) => id).join('|')}]… [--json]
${AXES.map(({ id, title }) => `  ${id.padEnd(9)} ${title}`).join('\n')}
  --json    one JSON document on standard output`;

/** The arguments, or what is wrong with them in words for a user. */
export function parseArguments(args: readonly string[]): ScalingArguments | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const unknown = positionals.find((name) => !AXES.some(({ id }) => id === name));
    if (unknown !== undefined) {
      return `there is no table ${unknown}: choose ${AXES.map(({ id }) => id).join(', ')}`;
    }
    const axes = AXES.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
    return { axes, json: values.json };
  } catch (error) {
    return (error as Error).message;
  }
}
