import { INVARIANTS } from '#audit';
import type { Digest } from '#base';
import { actsAsBits } from './acts-as-bits.ts';
import { exampleText } from './example-in-hex.ts';
import { FILES_TEXT } from './files-text.ts';
import { AUDIT_TEXT, LOG_TEXT, SCENARIO_TEXT } from './judging-text.ts';
import { LEDGER_TEXT } from './ledger-text.ts';

/** The invariants that FORMAT.md describes so completely that another program can judge them. */
export const JUDGED_OUTSIDE = [
  'R1',
  'R2',
  'R3',
  'R4',
  'R7',
  'R8',
  'R15',
  'R16',
  'R17',
  'R27',
  'R28',
] as const;

/** FORMAT.md: the format of a bundle for readers without this program. The same for every bundle of a version. */
export function bundleFormatText(digest: Digest): string {
  const statements = INVARIANTS.filter(({ id }) => JUDGED_OUTSIDE.some((judged) => judged === id)).map(
    ({ id, sentence, statement, title }) => `- **${id} ${title}**: ${sentence} ${statement}`,
  );
  return [
    FILES_TEXT,
    LEDGER_TEXT,
    actsAsBits(),
    SCENARIO_TEXT,
    LOG_TEXT,
    AUDIT_TEXT,
    'The invariants as the auditor states them:\n',
    ...statements,
    '',
    exampleText(digest),
  ].join('\n');
}
