import { failure, type Result, shown, success } from '#base';
import { quoted } from '../guess/yaml-text.ts';
import { columnNames } from '../rows/columns.ts';
import type { LogProblem } from '../rows/refusals.ts';
import { PRESETS, type PresetName } from './presets.ts';

/** The mapping file of a preset for a log with these columns; columns that the log lacks are left out. */
export function presetMapping(name: PresetName, columns: readonly string[]): Result<string, LogProblem> {
  const { columns: known, times, values } = PRESETS[name];
  const found = placed(known, columns);
  const timed = placed(times, columns);
  const missing = (what: string, names: readonly string[]) =>
    failure({
      row: 1,
      column: '',
      value: columns.map((column) => shown(column)).join(', '),
      problem: `the preset ${name} finds no column with ${what}`,
      remedy: `export the column ${names.map((one) => `'${one}'`).join(' or ')}, or write a mapping with --map; --guess proposes one`,
    });
  if (found.every(([field]) => field !== 'case')) return missing('the id of the case', known.case ?? []);
  if (timed.every(([activity]) => activity !== 'opened')) {
    return missing('the time at which a case was opened', times.opened ?? []);
  }
  const meanings = Object.entries(values).filter(([field]) => found.some(([other]) => other === field));
  const lines = [
    'meridian-mapping: 1',
    'rows: case',
    'columns:',
    ...found.map(([field, column]) => `  ${field}: ${quoted(column)}`),
    'times:',
    ...timed.map(([activity, column]) => `  ${activity}: ${quoted(column)}`),
    ...(meanings.length === 0 ? [] : ['values:']),
    ...meanings.flatMap(([field, map]) => [
      `  ${field}:`,
      ...Object.entries(map).map(([value, meaning]) => `    ${quoted(value)}: ${quoted(meaning)}`),
    ]),
  ];
  return success(`${lines.join('\n')}\n`);
}

/** Each key with the first of its columns that the log has. */
function placed(
  wanted: Readonly<Record<string, readonly string[]>>,
  columns: readonly string[],
): readonly (readonly [string, string])[] {
  return Object.entries(wanted).flatMap(([key, names]) => {
    const name = names.find((one) => columns.includes(one));
    return name === undefined ? [] : [[key, columnNames(columns)[columns.indexOf(name)] ?? ''] as const];
  });
}
