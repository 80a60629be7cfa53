import { formatCount, plural, raised, rowAt } from '#base';
import type { Proof, ProvenProperty } from '#prover';
import { inNumbers, inWords } from '../document/columns.ts';
import { textTable, wrap } from '../document/text-table.ts';
import type { TextOptions } from '../run/summary-text.ts';
import { answerOf, explored, headingOf, leftOpen, proofAnswer } from './proof-answer.ts';
import { isContradicted, strandingText, trialsSentence, trialText } from './stranding-text.ts';

/** There are many strandings by two failures. Above this number they are only counted, except those that simulation contradicts. */
const DOUBLES_MAX = 12;

/**
 * A proof for a terminal: the answer, each property, what is left open, then which outages strand which cases. `met`: properties that
 * simulated runs broke, by id. Ends with a line break.
 */
export function renderProofText(
  proof: Proof,
  { colour, width }: TextOptions,
  met: ReadonlySet<string> = new Set(),
): string {
  const { assumptions, notExplored, properties } = proof;
  const [head = '', ...rows] = textTable(properties, COLUMNS, width);
  const lines = [
    colour('heading', headingOf(proof)),
    ...wrap(proofAnswer(proof, met).join(' '), width),
    '',
    ...wrap(`${explored(proof)}.`, width),
    '',
    colour('quiet', head),
    ...rows.map((row, i) => colour(styleOf(rowAt(properties, i)), row)),
    '',
    colour('heading', 'Left open'),
    ...leftOpen(proof).flatMap(({ id, title, what }) =>
      wrap(`${id} ${title}, checked in part: ${what}`, width),
    ),
    ...notExplored.flatMap(({ id, title, why }) => wrap(`${id} ${title}, not checked: ${why}`, width)),
    ...stricter(properties).flatMap((line) => wrap(line, width)),
    '',
    colour('heading', 'Assumptions'),
    ...wrap(assumptions.join(' '), width),
    '',
    colour('heading', 'Who can be stranded'),
    ...strandingLines(proof, width),
  ];
  return `${lines.join('\n')}\n`;
}

function styleOf({ checks, verdict }: ProvenProperty): 'good' | 'bad' | 'quiet' | 'strong' {
  if (checks === 0) return 'quiet';
  return ({ holds: 'good', undecided: 'strong', broken: 'bad' } as const)[verdict];
}

function stricter(properties: readonly ProvenProperty[]): readonly string[] {
  return properties.flatMap(({ id, stricter: why }) =>
    why === null ? [] : [`${id}: stricter than the invariant. ${why}`],
  );
}

function strandingLines({ startEpochMs, strandings }: Proof, width: number): readonly string[] {
  const doubles = strandings.filter(({ down }) => down.length > 1);
  const hidden = doubles.length > DOUBLES_MAX ? doubles.filter((one) => !isContradicted(one)) : [];
  const shown = strandings.filter((stranding) => !hidden.includes(stranding));
  return [
    ...wrap(trialsSentence(strandings), width),
    ...shown.flatMap((stranding) =>
      wrap(`${strandingText(stranding, startEpochMs)}. ${raised(trialText(stranding))}`, width),
    ),
    ...(hidden.length > 0
      ? [`and ${plural(hidden.length, 'combination')} of two failures (--json lists them)`]
      : []),
  ];
}

const COLUMNS = [
  inWords('What was checked', ({ name }: ProvenProperty) => name),
  inWords('', ({ id }: ProvenProperty) => id),
  inWords('Extent', ({ extent }: ProvenProperty) => extent),
  inWords('Answer', answerOf),
  inNumbers('Checks', ({ checks }: ProvenProperty) => formatCount(checks)),
];
