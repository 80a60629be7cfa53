import { join } from 'node:path';

/** What can be measured of each size, in the order in which it is. */
export const COMMANDS = [
  'run',
  'audit',
  'prove',
  'bundle',
  'verify',
  'bundle-all',
  'verify-all',
  'query',
  'statement',
  'next-statement',
] as const;
export type ScaledCommand = (typeof COMMANDS)[number];

/** Where a size is measured. */
export interface Place {
  readonly scenario: string;
  /** For what the commands write. */
  readonly folder: string;
}

/** A customer of `css-2014` who has a case in the first hours. */
const CUSTOMER = 'premier-eea/FR/94';
const BOTH_KINDS_OF_TABLES =
  'SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM entries) AS entries';

/** The command whose output another one reads. */
const NEEDS: Readonly<Partial<Record<ScaledCommand, ScaledCommand>>> = {
  audit: 'run',
  bundle: 'run',
  verify: 'bundle',
  'bundle-all': 'run',
  'verify-all': 'bundle-all',
  query: 'run',
  statement: 'run',
  'next-statement': 'statement',
};

/** What each command is on the command line. */
export function argumentsOf(command: ScaledCommand, { folder, scenario }: Place): readonly string[] {
  const [run, bundle, all] = ['run', 'bundle', 'bundle-all'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const statement = ['statement', run, '--customer', CUSTOMER, '--out', join(folder, 'statement')];
  switch (command) {
    case 'run':
      return ['run', scenario, '--json', '--no-audit', '--out', run];
    case 'audit':
      return ['audit', run, '--json'];
    case 'prove':
      return ['prove', scenario, '--json'];
    case 'bundle':
      return ['bundle', run, '--json', '--out', bundle];
    case 'verify':
      return ['verify', bundle, '--json'];
    case 'bundle-all':
      return ['bundle', run, '--format', 'all', '--json', '--out', all];
    case 'verify-all':
      return ['verify', all, '--json'];
    case 'query':
      return ['query', run, BOTH_KINDS_OF_TABLES, '--anew', '--json'];
    case 'statement':
    case 'next-statement':
      return [...statement, '--json'];
  }
}

/** The chosen commands and those that they need, in order. */
export function withNeeds(chosen: readonly ScaledCommand[]): readonly ScaledCommand[] {
  const all = new Set<ScaledCommand>();
  for (const command of chosen) {
    for (let one: ScaledCommand | undefined = command; one !== undefined; one = NEEDS[one]) all.add(one);
  }
  return COMMANDS.filter((command) => all.has(command));
}

/** Whether a command can be measured: what it needs has not failed. */
export function isPossible(command: ScaledCommand, failed: ReadonlySet<ScaledCommand>): boolean {
  const needed = NEEDS[command];
  return needed === undefined || (!failed.has(needed) && isPossible(needed, failed));
}
