import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnName } from '#base';
import { FIGURE_COLUMNS } from '#experiment';
import { DUTY_COLUMNS, EARLIER_DURATION, PARQUET_COLUMNS } from '#exports';
import { SUMMARY_COLUMNS } from '#report';
import { EARLIER_NAMES } from '../../src/bundle/earlier-format.ts';
import { COLUMNS } from '../../src/exports/columns.ts';
import { ROOT } from '../running.ts';

/** The page is generated from what writes the tables, so it names each column that there is. */
const PAGE = join(ROOT, 'docs/tables.md');

const HEAD = `# Columns of tables

Tables are CSV and Parquet files of \`run\`, \`bundle\`, \`export\`, \`compare\`, \`sweep\` and other commands, and the tables of \`meridian query\`. A column has one
name in all of them, of lower-case words joined by \`_\`. A unit stands at its end: \`_s\` for seconds, \`_hours\`, \`_days\`. Shares are from 0 to 1, money is in the
currency of the scenario, instants are in UTC. An empty cell means that nothing was observed, or that something had not ended.

JSON has keys as JavaScript has them, in the words of the program (\`speedOfAnswerS\`), and workbooks have titles with formatted cells
([why](decisions/0060-one-name-per-column.md)). Lists of violations in JSON lines are tables, and have the names of columns.

In \`query\`, \`DESCRIBE waits\` lists the columns of a table. The schema \`earlier\` has the tables under the names that they had before: \`earlier.waits\`. With
several runs before the SQL, each table has the rows of all of them, and a column \`run\` in front. \`shifts\` says who was scheduled when, and \`intervals\` what each group
did in each half hour; a row without a group counts cases that nobody answered. \`targets\` has what \`run\` judged, service levels and targets, each
with its interval and verdict; \`costs\` has wages. \`--csv\` and \`--parquet\` write each of them, or any answer, into a file for other tools. \`export\`
writes \`cases\`, \`waits\`, \`shifts\`, \`intervals\`, \`targets\` and \`costs\` as CSV (\`--format csv\`) and Parquet, with the same rows, and as sheets of the workbook
(\`--format xlsx\`; targets stand in its first sheet).

\`\`\`sh
meridian query runs/first-steps "SELECT cause, count(*), sum(duration_s) / 3600 AS hours FROM waits GROUP BY cause"
meridian query runs/first-steps "FROM intervals" --csv runs/intervals.csv
\`\`\`
`;

/** Files that no bundle has: who reads them finds the name of now beside each earlier one. */
const RESULTS: Readonly<Record<string, readonly (readonly [then: string, now: string])[]>> = {
  'service.csv': [
    ['handOvers', 'handed_over'],
    ['serviceLevel', 'service_level'],
    ['serviceLevelWithoutShortAbandons', 'service_level_without_short_abandons'],
    ['speedOfAnswerS', 'speed_of_answer_s'],
    ['waitDeviationS', 'wait_deviation_s'],
    ['abandonedWaitS', 'wait_of_the_abandoned_s'],
    ['waitOfAllS', 'wait_of_all_s'],
    ['waitP50S', 'wait_p50_s'],
    ['waitP90S', 'wait_p90_s'],
    ['waitP95S', 'wait_p95_s'],
    ['abandonmentShare', 'abandonment'],
    ['sojournMeanS', 'sojourn_s'],
    ['sojournP90S', 'sojourn_p90_s'],
    ['preemptions', 'interrupted'],
    ['clearedUnanswered', 'cleared_unanswered'],
    ['clearedAnswered', 'cleared_answered'],
    ['abandonedLater', 'abandoned_later'],
    ['consultationsAsked', 'consultations'],
    ['consultationsJoined', 'consultations_joined'],
    ['consultationsAlone', 'consultations_alone'],
    ['consultationWaitS', 'consultation_wait_s'],
    ['callbacksOffered', 'callbacks_offered'],
    ['callbacksAccepted', 'callbacks_accepted'],
    ['callbacksReached', 'callbacks_reached'],
    ['callbacksMissed', 'callbacks_missed'],
  ],
  'groups.csv': [
    ['group', 'agent_group'],
    ['scheduledHours', 'scheduled_hours'],
    ['onDutyMean', 'on_duty'],
    ['busyMean', 'busy'],
    ['overtimeHours', 'overtime_hours'],
    ['ended', 'contacts_ended'],
    ['takenOver', 'taken_over'],
    ['handleMeanS', 'handle_time_s'],
    ['handleDeviationS', 'handle_time_deviation_s'],
    ['paidHours', 'paid_hours'],
  ],
  'product-levels.csv': [
    ['answeredInTime', 'answered_in_time'],
    ['serviceLevel', 'service_level'],
  ],
  'targets.csv': [['toBeMet', 'to_be_met']],
  'costs.csv': [['perCase', 'cost_per_case']],
  'weekly.csv': [
    ['timeZone', 'time_zone'],
    ['from', 'interval_from'],
    ['serviceLevel', 'service_level'],
    ['speedOfAnswerS', 'speed_of_answer_s'],
    ['waitMeanS', 'contact_wait_s'],
    ['handleMeanS', 'handle_time_s'],
  ],
  'estimates.csv': [
    ['half width', 'half_width'],
    ['observed in', 'observed_in'],
    ['replication 0', 'replication_0'],
    ['batch 0', 'batch_0'],
  ],
  'comparison.csv, price.csv': [
    ['half width', 'half_width'],
    ['difference half width', 'difference_half_width'],
    ['difference low', 'difference_low'],
    ['difference high', 'difference_high'],
    ['variance saved', 'variance_saved'],
  ],
  'change.csv': [['half width', 'half_width']],
  'sensitivity.csv': [
    ['first rank', 'first_rank'],
    ['last rank', 'last_rank'],
  ],
  'sweep.csv, sweep.parquet': [
    ['speed of answer/phone', 'speed_of_answer_phone_s'],
    ['service level ±', 'service_level_half_width'],
    ['service level low', 'service_level_low'],
    ['service level high', 'service_level_high'],
    ['verdict of service level', 'verdict_of_service_level'],
  ],
  'tables that the studio saves': [
    ['Case', 'case_number'],
    ['Wait (s)', 'wait_s'],
    ['Opened (UTC)', 'opened'],
  ],
  'violations.csv of `verify --scenario`': [['at', 'occurred']],
};

/** Each figure under its name as a column; one that several tables have under one title stands once. */
const figures = new Map(
  Object.values(FIGURE_COLUMNS).flatMap((columns) =>
    columns.map(({ name, title, unit }) => [columnName(name, unit), { name, title, unit }] as const),
  ),
);
const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const code = (text: string) => `\`${text}\``;

function pageText(): string {
  const earlier = Object.entries(EARLIER_NAMES).flatMap(([file, names]) =>
    Object.entries(names).map(([now, then]) => row(code(file), code(then), code(now))),
  );
  const parquet = row(
    '`accesses`, `waits` in Parquet',
    code(EARLIER_DURATION.name),
    code(EARLIER_DURATION.now),
  );
  const results = Object.entries(RESULTS).flatMap(([file, names]) =>
    names.map(([then, now]) => row(file, code(then), code(now))),
  );
  return [
    HEAD,
    '## Columns\n',
    row('column', 'meaning'),
    '|---|---|',
    ...Object.entries(COLUMNS).map(([name, meaning]) => row(code(name), meaning)),
    '\n## Figures of service\n',
    'In `service.csv`, `groups.csv`, `weekly.csv`, and in tables of sweeps, where segment, channel and other parts of the name of a measure stand before the unit.\n',
    row('column', 'measure', 'meaning'),
    '|---|---|---|',
    ...[...figures].sort().map(([column, { name, title }]) => row(code(column), code(name), title)),
    '\n## Names before\n',
    'Files that builds before 1 December 2026 wrote have these names. Bundles of formats 2 and 3 are verified under them.\n',
    row('file', 'before', 'now'),
    '|---|---|---|',
    ...earlier,
    parquet,
    ...results,
    '',
  ].join('\n');
}

describe('the page on columns of tables', () => {
  it('equals the kept page', () => {
    const text = pageText();
    if (process.env.KEEP_RESULTS === '1') writeFileSync(PAGE, text);
    expect(readFileSync(PAGE, 'utf8')).toBe(text);
  });

  it('names each column of `query` and of Parquet, and all names are written alike', () => {
    const tables = [PARQUET_COLUMNS, DUTY_COLUMNS, SUMMARY_COLUMNS].flatMap((of) => Object.values(of).flat());
    const known = [...Object.keys(COLUMNS), ...figures.keys()];
    for (const { name } of tables) expect(known).toContain(name);
    for (const name of [...Object.keys(COLUMNS), ...figures.keys()])
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  });

  it('leads from each earlier name to one that there is', () => {
    const known = [...Object.keys(COLUMNS), ...figures.keys()];
    const isKnown = (name: string) =>
      known.includes(name.replace(/_phone|_half_width$|_low$|_high$|_\d+$/, ''));
    const stated = Object.values(RESULTS).flatMap((names) => names.map(([, now]) => now));
    const others = ['wait_s', 'replication_0', 'batch_0', 'verdict_of_service_level'];
    expect(
      stated.filter((name) => !isKnown(name) && !known.includes(name) && !others.includes(name)),
    ).toEqual([]);
  });
});
