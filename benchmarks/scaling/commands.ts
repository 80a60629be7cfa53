import { join } from 'node:path';

/** Commands that read a whole ledger, as an audit does. Their costs are compared with that of the audit. */
export const COMPARED_WITH_AUDIT = [
  'bundle',
  'verify',
  'bundle-all',
  'verify-all',
  'query',
  'statement',
] as const;
/** All commands, in the order in which they are measured. */
export const COMMANDS = ['run', 'audit', 'prove', ...COMPARED_WITH_AUDIT, 'next-statement'] as const;
export type ScaledCommand = (typeof COMMANDS)[number];

/** The scenario of a size, and where its commands write. */
export interface Place {
  readonly scenario: string;
  readonly folder: string;
}

/** A customer of `css-2014` who has a case in the first hours. */
const CUSTOMER = 'premier-eea/FR/94';
const BOTH_KINDS_OF_TABLES =
  'SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM entries) AS entries';

/** By command: the one whose output it reads. */
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

/** The arguments of a command on the command line. */
export function argumentsOf(command: ScaledCommand, { folder, scenario }: Place): readonly string[] {
  const outputOf = (one: ScaledCommand) => join(folder, one);
  const run = outputOf('run');
  switch (command) {
    case 'run':
      return ['run', scenario, '--json', '--no-audit', '--out', run];
    case 'audit':
      return ['audit', run, '--json'];
    case 'prove':
      return ['prove', scenario, '--json'];
    case 'bundle':
      return ['bundle', run, '--json', '--out', outputOf('bundle')];
    case 'verify':
      return ['verify', outputOf('bundle'), '--json'];
    case 'bundle-all':
      return ['bundle', run, '--format', 'all', '--json', '--out', outputOf('bundle-all')];
    case 'verify-all':
      return ['verify', outputOf('bundle-all'), '--json'];
    case 'query':
      return ['query', run, BOTH_KINDS_OF_TABLES, '--anew', '--json'];
    case 'statement':
    case 'next-statement':
      return ['statement', run, '--customer', CUSTOMER, '--out', outputOf('statement'), '--json'];
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
