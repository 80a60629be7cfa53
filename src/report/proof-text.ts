import type { Proof, ProvenInvariant, Stranding } from '#prover';
import { formatCount, plural } from './numbers.ts';
import type { TextOptions } from './summary-text.ts';
import { textTable, wrap } from './text-table.ts';

/** Strandings of two failures are many; more than so many are only counted. */
const DOUBLES_MAX = 12;

/** A proof for a terminal: the answer of each invariant, then who can be stranded by what. Ends with a line break. */
export function renderProofText(proof: Proof, { colour, width }: TextOptions): string {
  const { caseClasses, epochs, invariants, scenario, states, strandings, transitions } = proof;
  const [head = '', ...rows] = textTable(COLUMNS, invariants, width);
  const doubles = strandings.filter(({ down }) => down.length > 1);
  const shown = [
    ...strandings.filter(({ down }) => down.length < 2),
    ...(doubles.length > DOUBLES_MAX ? [] : doubles),
  ];
  const left = strandings.length - shown.length;
  const lines = [
    colour('heading', `${scenario}: all runs there could be`),
    ...wrap(
      `${plural(caseClasses, 'class', 'classes')} of cases, ${plural(epochs, 'stretch', 'stretches')} between dated changes: ` +
        `${formatCount(states)} states, ${formatCount(transitions)} transitions, every one judged. Any place may be up or down, ` +
        'any eligible agent free, any timer due, at any time.',
      width,
    ),
    '',
    colour('quiet', head),
    ...rows.map((row, i) => colour(invariants[i]?.holds === true ? 'good' : 'bad', row)),
    '',
    colour('heading', 'Who can be stranded'),
    ...(strandings.length === 0 ? ['nobody by one or two failures'] : []),
    ...shown.flatMap((stranding) => wrap(strandingText(stranding), width)),
    ...(left > 0 ? [`and ${plural(left, 'combination')} of two failures (--json lists them)`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const COLUMNS = [
  { head: '', kind: 'words' as const, cell: ({ id }: ProvenInvariant) => id },
  { head: 'Invariant', kind: 'words' as const, cell: ({ title }: ProvenInvariant) => title },
  { head: 'Checks', kind: 'number' as const, cell: ({ checks }: ProvenInvariant) => formatCount(checks) },
  { head: 'Answer', kind: 'words' as const, cell: answerOf },
];

function answerOf({ brokenSteps, checks, holds }: ProvenInvariant): string {
  if (checks === 0) return 'nothing to judge';
  return holds ? 'holds in all runs' : `broken by ${plural(brokenSteps, 'step')}`;
}

/** `premier-eea, fi, tier 2 (azure): stranded if dublin is down: nobody may work it`. */
export function strandingText({ down, kind, language, products, segment, tier }: Stranding): string {
  const of = [segment, ...(language === null ? [] : [language]), ...(tier === null ? [] : [`tier ${tier}`])];
  const which = products.length === 0 ? '' : ` (${products.join(', ')})`;
  const when =
    down.length === 0 ? 'always' : `if ${down.join(' and ')} ${down.length === 1 ? 'is' : 'are'} down`;
  return `${of.join(', ')}${which}: stranded ${when}: ${kind}`;
}
