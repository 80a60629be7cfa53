import { NOTHING, plural } from '#base';
import type { TextOptions } from '../../../src/report/document/text.ts';
import { textTable } from '../../../src/report/document/text-table.ts';
import type { MutantVerdict } from './kill-table.ts';

/** Which check detected which mutant, for a terminal. Survivors follow, with their reasons. Ends with a line break. */
export function renderKillTable(verdicts: readonly MutantVerdict[], { colour, width }: TextOptions): string {
  const killed = verdicts.filter(({ isKilled }) => isKilled);
  const survivors = verdicts.filter(({ isKilled }) => !isKilled);
  const [head = '', ...rows] = textTable(killed, COLUMNS, width);
  const lines = [
    colour(
      'heading',
      `${plural(verdicts.length, 'mutant')}: ${killed.length} detected, ${survivors.length} ${survivors.length === 1 ? 'survives' : 'survive'}${unexplained(survivors)}`,
    ),
    '',
    colour('quiet', head),
    ...rows,
    '',
    ...(survivors.length === 0 ? [] : [colour('heading', 'Survivors')]),
    ...survivors.map(({ explanation, name }) =>
      explanation === null ? colour('bad', `${name}: no explanation is listed`) : `${name}: ${explanation}`,
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Survivors without a known reason are what the reader must look at. */
function unexplained(survivors: readonly MutantVerdict[]): string {
  const names = survivors.filter(({ explanation }) => explanation === null).map(({ name }) => name);
  if (names.length === 0) return survivors.length === 0 ? '' : ', each for a listed reason';
  const others = names.length - NAMED_MOST;
  return `; not explained: ${names.slice(0, NAMED_MOST).join('; ')}${others > 0 ? `; and ${others} more` : ''}`;
}

/** So many unexplained survivors are named at once. */
const NAMED_MOST = 3;

const COLUMNS = [
  { head: 'Mutant', kind: 'words' as const, cell: ({ name }: MutantVerdict) => name },
  { head: 'Kind', kind: 'words' as const, cell: ({ kind }: MutantVerdict) => kind },
  { head: 'Proof', kind: 'words' as const, cell: ({ proof }: MutantVerdict) => listOf(proof) },
  { head: 'Audit', kind: 'words' as const, cell: ({ audit }: MutantVerdict) => listOf(audit) },
  {
    head: 'Program',
    kind: 'words' as const,
    cell: ({ program }: MutantVerdict) => program,
  },
];

function listOf(ids: readonly string[]): string {
  return ids.length === 0 ? NOTHING : ids.join(' ');
}
