import { type CsvValue, formatShare, plural, raised } from '#base';
import type { ExplainedMeasure, Recovery } from '#experiment';
import { inNumbers, inWords } from '../document/columns.ts';
import { textTable, wrap } from '../document/text-table.ts';
import type { TextOptions } from '../run/summary-text.ts';
import { renderCsv } from '../run/tables/csv.ts';
import { changeAnswer, costText, type ExplainedChange, gainText, levelText } from './change-answer.ts';
import { ends, formatDifference } from './comparison-text.ts';

/** The explanation for a terminal: the answer, then every measure part by part, then the actions. Ends with a line break. */
export function renderChangeText(change: ExplainedChange, { colour, width }: TextOptions): string {
  const { level, measures, recovery, replications, steps } = change;
  const lines = changeAnswer(change).flatMap((paragraph) => wrap(paragraph, width));
  for (const { changes, title } of steps) {
    lines.push('', ...wrap(`${raised(title)}: ${plural(changes.length, 'difference')}`, width));
    lines.push(
      ...changes.slice(0, CHANGES_SHOWN).flatMap((one) => wrap(one, width - 2).map((line) => `  ${line}`)),
    );
    if (changes.length > CHANGES_SHOWN)
      lines.push(`  and ${changes.length - CHANGES_SHOWN} more, in change.html`);
  }
  for (const one of measures) {
    const rows = changeRows(one, change);
    const [head = '', ...body] = textTable(
      rows,
      [inWords(one.measure.title, ({ name }) => name), inNumbers('Value or effect', ({ value }) => value)],
      width,
    );
    lines.push('', colour('quiet', head), ...body);
  }
  const [main] = measures;
  if (recovery !== null && main !== undefined) lines.push('', ...recoveryLines(recovery, main, width));
  lines.push(
    '',
    ...wrap(
      `${plural(replications, 'replication')} of ${2 ** steps.length} scenarios under common random numbers. Parts are Shapley ` +
        `values: they add up to the change; the ${formatShare(level)} intervals of one measure hold together.`,
      width,
    ),
  );
  return `${lines.join('\n')}\n`;
}

const CHANGES_SHOWN = 4;

export interface ChangeRow {
  readonly name: string;
  readonly value: string;
}

/** Before, each part, after. */
export function changeRows(one: ExplainedMeasure, { steps, titles }: ExplainedChange): readonly ChangeRow[] {
  const [before, after] = titles;
  return [
    { name: before, value: levelText(one.before, one) },
    ...one.parts.map((effect, s) => ({
      name: raised(steps[s]?.title ?? ''),
      value: formatDifference(effect, one.measure.unit),
    })),
    { name: after, value: levelText(one.after, one) },
    { name: 'Change', value: formatDifference(one.change, one.measure.unit) },
  ];
}

function recoveryLines(
  { combinations, passedOver, tried }: Recovery,
  main: ExplainedMeasure,
  width: number,
): readonly string[] {
  if (tried.length === 0) return [];
  const listed = (actions: Recovery['tried']) =>
    actions.flatMap((action, i) => {
      const [first = '', ...rest] = wrap(
        `${action.text}: ${gainText(action, main)}${costText(action)}`,
        width - 5,
      );
      return [`${String(i + 1).padStart(3)}. ${first}`, ...rest.map((line) => `     ${line}`)];
    });
  const head = `Actions, by effect per cost (won back of: ${main.measure.title})`;
  const others =
    passedOver === 0 ? [] : [`     ${plural(passedOver, 'action')} looked less promising in a first look`];
  const together =
    combinations.length === 0
      ? []
      : ['', ...wrap('The best together, with other random numbers', width), ...listed(combinations)];
  return [...wrap(head, width), ...listed(tried), ...others, ...together];
}

/** One row per measure and part. Units as in the measure: shares, seconds, cases. */
export function renderChangeCsv({ measures, replications, steps }: ExplainedChange): string {
  const rows = measures.flatMap(({ after, before, change, measure, parts }): CsvValue[][] => {
    const row = (part: string, estimate: ExplainedMeasure['change']): CsvValue[] => {
      return [measure.id, measure.unit, part, replications, ...ends(estimate)];
    };
    return [
      row('before', before),
      ...parts.map((effect, s) => row(steps[s]?.title ?? '', effect)),
      row('change', change),
      row('after', after),
    ];
  });
  return renderCsv([
    ['measure', 'unit', 'part', 'replications', 'mean', 'half width', 'low', 'high'],
    ...rows,
  ]);
}
