import { shareAtMost, type Tried } from './night.ts';

/** Another program that a night runs once: what it tries, and how it ended. */
export interface Program {
  readonly title: string;
  readonly command: string;
  /** The last line that it wrote: how much it tried. */
  readonly found: string;
  /** What it ended with, such as an exit code; null if it found nothing wrong. */
  readonly problem: string | null;
}

interface NightFacts {
  readonly tried: ReadonlyMap<string, Tried>;
  readonly programs: readonly Program[];
  readonly hours: number;
  readonly firstSeed: number;
  readonly commit: string;
  readonly node: string;
}

/** The page `what-was-tried.md`: the answer, then a row for each kind of attack, then every failure. */
export function nightPage(facts: NightFacts): string {
  const { commit, firstSeed, hours, node, programs, tried } = facts;
  const kinds = [...tried.values()];
  const attempts = kinds.reduce((sum, one) => sum + one.attempts, 0);
  const failures = kinds.flatMap((one) => one.failures);
  const right = programs.filter(({ problem }) => problem === null);
  const damage =
    failures.length === 0
      ? 'None did damage.'
      : `${count(failures.length)} did damage; their seeds are kept, and the gate repeats them.`;
  const others =
    programs.length === 0
      ? 'No other program was run.'
      : `${right.length} of ${programs.length} other programs found nothing wrong.`;
  return `# What was tried

${count(attempts)} attacks of ${kinds.length} kinds in ${hours.toFixed(2)} hours. ${damage} ${others}
Commit ${commit}, Node ${node}, seeds from ${firstSeed}.

"At most" is the largest share of such attacks that could do damage while as many without any are still seen in one night of twenty (rule of
three: about 3 ÷ attacks). It says nothing of kinds that are not in the table. Rows with "of these" count the attacks above them by the
fault that was injected.

| attacks on | attacks | did damage | at most (95 %) |
|---|---|---|---|
${kinds.flatMap(rows).join('\n')}
${programsTable(programs)}${failures.length === 0 ? '' : `\n## Damage\n\n${failures.map((failure) => `\`\`\`\n${failure}\n\`\`\``).join('\n\n')}\n`}`;
}

function programsTable(programs: readonly Program[]): string {
  if (programs.length === 0) return '';
  const lines = programs.map(({ command, found, problem, title }) => {
    const what = found.replaceAll('|', ' ').trim();
    return `| ${title} | \`${command}\` | ${what} | ${problem ?? 'nothing'} |`;
  });
  return `\n| program | command | tried | wrong |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

/** A row for the kind of attack, and one for each of its kinds of change. */
function rows({ attempts, byKind, failures, title }: Tried): readonly string[] {
  const most = (tried: number) =>
    failures.length === 0 ? `${shareAtMost(tried).toPrecision(2)}` : 'not bounded: damage was done';
  const found = failures.length === 0 ? '0' : '';
  return [
    `| ${title} | ${count(attempts)} | ${count(failures.length)} | ${most(attempts)} |`,
    ...[...byKind].map(
      ([change, tried]) => `| … of these: ${change} | ${count(tried)} | ${found} | ${most(tried)} |`,
    ),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
