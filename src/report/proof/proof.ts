import { formatCount, plural, present, raised } from '#base';
import type { Proof, ProvenProperty, TriedStranding } from '#prover';
import { type Child, element, fragment, type Markup } from '../document/markup.ts';
import { drawn, renderPage } from '../document/page.ts';
import { fold, numbered, type Part, pageTable, section, type TextStyle, table } from '../document/parts.ts';
import { legendEntry, rectangle, renderFigure, renderSvg, text } from '../document/svg.ts';
import { type Column, inNumbers, inWords, renderTable, type TextColumn } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import {
  answerOf,
  explored,
  extentOf,
  headingOf,
  isContradicted,
  leftOpen,
  proofAnswer,
  strandingText,
  trialsSentence,
  trialText,
  worstFirst,
} from './proof-answer.ts';

export interface ProofPage {
  /** Title of the scenario. */
  readonly title: string;
  readonly proof: Proof;
  /** The counterexample of each broken property, line by line, and whether simulation has met it. By id. */
  readonly stories: Readonly<
    Record<string, { readonly lines: readonly string[]; readonly reached: string; readonly isMet: boolean }>
  >;
}

/** A proof as one page: what holds in all runs, how the rest is broken, what is left open, and which outages strand which cases. */
export function renderProof(page: ProofPage): string {
  const { proof, title } = page;
  return renderPage({
    title: `Proof: ${title} – Meridian`,
    kicker: 'Meridian proof',
    heading: headingOf(proof, title),
    facts: [explored(proof)],
    parts: proofSections(page),
  });
}

/** The sections of a proof, without the head of a page. */
function proofSections({ proof, stories }: ProofPage): readonly Part[] {
  const { properties, startEpochMs, strandings } = proof;
  const met = new Set(Object.keys(stories).filter((id) => stories[id]?.isMet === true));
  const broken = worstFirst(properties, met);
  const isUndecided = properties.some(({ verdict }) => verdict === 'undecided');
  return [
    section(
      broken.length === 0
        ? 'No property is broken'
        : `${plural(broken.length, 'property is', 'properties are')} broken`,
      [
        proofAnswer(proof, met).join(' '),
        fold('Each property', propertiesTable(proof), broken.length > 0 || isUndecided),
      ],
      { class: `answer ${broken.length > 0 ? 'bad' : isUndecided ? 'unsure' : 'good'}` },
    ),
    openParts(proof),
    assumptionsPart(proof),
    broken.map((property) => storyPart(property, stories[property.id])),
    strandings.length === 0 ? null : renderStrandings(strandings, startEpochMs),
  ];
}

/** What holds in all runs, and how the rest is broken, as markup for a host that puts it into a page of its own. */
export function renderProofFigures(page: ProofPage): Readonly<Record<string, string>> {
  return { proof: fragment(drawn(proofSections(page))).markup };
}

function propertiesTable({ properties }: Proof): Part {
  return table(properties, {
    caption: 'Properties of states and steps, judged by the auditor’s verdicts',
    label: 'Properties',
    columns: COLUMNS,
    inTerminal: TEXT_COLUMNS,
    styleOf,
    isFolding: true,
  });
}

function assumptionsPart({ assumptions }: Proof): Part {
  return section('Assumptions', [assumptions.join(' ')]);
}

/**
 * A proof for a terminal: the answer, each property, what is left open, then which outages strand which cases. `met`: properties that
 * simulated runs broke, by id. Ends with a line break.
 */
export function renderProofText(
  proof: Proof,
  options: TextOptions,
  met: ReadonlySet<string> = new Set(),
): string {
  const { notExplored, properties } = proof;
  return renderText(
    [
      section(headingOf(proof), [proofAnswer(proof, met).join(' ')]),
      `${explored(proof)}.`,
      propertiesTable(proof),
      section('Left open', [
        ...leftOpen(proof).map(({ id, title, what }) => `${id} ${title}, checked in part: ${what}`),
        ...notExplored.map(({ id, title, why }) => `${id} ${title}, not checked: ${why}`),
        ...properties.flatMap(({ id, stricter }) =>
          stricter === null ? [] : [`${id}: stricter than the invariant. ${stricter}`],
        ),
      ]),
      assumptionsPart(proof),
      section(STRANDED, strandingSentences(proof)),
    ],
    options,
  );
}

function styleOf({ checks, verdict }: ProvenProperty): TextStyle {
  if (checks === 0) return 'quiet';
  return ({ holds: 'good', undecided: 'strong', broken: 'bad' } as const)[verdict];
}

/** There are many strandings by two failures. Above this number they are only counted, except those that simulation contradicts. */
const DOUBLES_MAX = 12;

function strandingSentences({ startEpochMs, strandings }: Proof): readonly string[] {
  const doubles = strandings.filter(({ down }) => down.length > 1);
  const hidden = doubles.length > DOUBLES_MAX ? doubles.filter((one) => !isContradicted(one)) : [];
  const shown = strandings.filter((stranding) => !hidden.includes(stranding));
  return present([
    trialsSentence(strandings),
    ...shown.map((one) => `${strandingText(one, startEpochMs)}. ${raised(trialText(one))}`),
    hidden.length > 0 && `and ${plural(hidden.length, 'combination')} of two failures (--json lists them)`,
  ]);
}

const STRANDED = 'Who can be stranded';

const CHECKS = inNumbers('Checks', ({ checks }: ProvenProperty) => formatCount(checks));

const TEXT_COLUMNS: readonly TextColumn<ProvenProperty>[] = [
  inWords('What was checked', ({ name }) => name),
  inWords('', ({ id }) => id),
  inWords('Extent', ({ extent }) => extent),
  inWords('Answer', answerOf),
  CHECKS,
];

const MARKS = {
  holds: { style: 'good', sign: '✓' },
  undecided: { style: 'unsure', sign: '?' },
  broken: { style: 'bad', sign: '✕' },
};

const COLUMNS: readonly Column<ProvenProperty>[] = [
  inWords('Id', ({ id }) => id),
  inWords('What was checked', ({ name, sentence, stricter }) => [
    element('strong', {}, name),
    ` ${sentence}${stricter === null ? '' : ` Stricter than the invariant: ${stricter}`}`,
  ]),
  inWords('Of the invariant', (property) => {
    const { extent, leavesOpen, partOf } = property;
    const of = `${extentOf(property)} ${partOf.title}`;
    return extent === 'whole' ? of : `${of}. Left open: ${leavesOpen.map(({ what }) => what).join('; ')}`;
  }),
  CHECKS,
  inWords('Answer', (property): Child => {
    const answer = answerOf(property);
    const { sign, style } = MARKS[property.verdict];
    return property.checks === 0 ? answer : element('span', { class: style }, `${sign} ${answer}`);
  }),
];

function openParts(proof: Proof): Part {
  const part = leftOpen(proof).map((row) => ({ ...row, extent: 'in part' }));
  const none = proof.notExplored.map(({ id, title, why }) => ({
    id,
    title,
    what: why,
    extent: 'not at all',
  }));
  return section('What is left open', [
    'No property above covers this. The audit of a run does.',
    fold(
      `Show ${plural(part.length + none.length, 'invariant')} not wholly checked`,
      pageTable([...part, ...none], {
        caption: 'Invariants of the auditor that are not wholly checked',
        label: 'What is left open',
        columns: [
          inWords('Id', ({ id }) => id),
          inWords('Invariant', ({ title }) => title),
          inWords('Checked', ({ extent }) => extent),
          inWords('Left open, or why', ({ what }) => what),
        ],
        isFolding: true,
      }),
    ),
  ]);
}

function storyPart(
  { counterexample, id, name }: ProvenProperty,
  story: ProofPage['stories'][string] | undefined,
): Part {
  if (counterexample === null) return null;
  const steps = story?.lines ?? counterexample.steps;
  return section(`${id} ${name}: ${counterexample.message}`, [
    story?.reached ?? '',
    numbered(steps.filter((line) => line !== '')),
  ]);
}

const LEFT = 300;
const TOP = 96;
const ROW = 22;
const CELL = 34;

/** Classes of cases against places: which places strand a class alone, and which together with another one. */
function renderStrandings(strandings: readonly TriedStranding[], startEpochMs: number): Markup {
  const rows = [...new Set(strandings.map(rowOf))].sort();
  const places = [...new Set(strandings.flatMap(({ down }) => down))].sort();
  const singles = new Set<string>();
  const doubles = new Set<string>();
  const always = new Set<string>();
  for (const stranding of strandings) {
    const row = rowOf(stranding);
    if (stranding.down.length === 0) always.add(row);
    for (const place of stranding.down) {
      (stranding.down.length === 1 ? singles : doubles).add(`${row}|${place}`);
    }
  }
  const cells = rows.flatMap((row, r) =>
    places.map((place, p) => {
      const key = `${row}|${place}`;
      const style = always.has(row) || singles.has(key) ? 'r0' : doubles.has(key) ? 'r4' : 'f0';
      return rectangle(LEFT + p * CELL + 1, TOP + r * ROW + 1, CELL - 2, ROW - 2, style);
    }),
  );
  const width = Math.max(860, LEFT + places.length * CELL + 40);
  const height = TOP + rows.length * ROW + 8;
  const description = `${rows.length} classes of cases, ${places.length} places. ${singles.size} pairs in which the place alone may strand cases of the class.`;
  return renderFigure({
    id: 'strandings',
    heading: STRANDED,
    lead:
      'A case is stranded while it cannot proceed: nobody permitted may work it, its data cannot be read, or there is ' +
      'no place for it. One and two failures are considered; the table has every further condition. ' +
      trialsSentence(strandings),
    legend: [
      legendEntry('r0', 'may be stranded when this place alone is down'),
      legendEntry('r4', 'together with another place'),
      legendEntry('f0', 'not by this place'),
    ],
    layout: 'wide',
    drawing: renderSvg(
      { id: 'strandings-picture', title: 'Classes of cases against places', description, width, height },
      places.map((place, p) => {
        const x = LEFT + p * CELL + CELL / 2;
        return text(x, TOP - 8, place, { class: 'tick', transform: `rotate(-40 ${x} ${TOP - 8})` });
      }),
      rows.map((row, r) => text(LEFT - 10, TOP + r * ROW + ROW / 2 + 4, row, { class: 'end' })),
      cells,
    ),
    table: renderTable(strandings, {
      caption: 'Classes of cases, what strands them, and whether simulation has met it',
      columns: [
        inWords('Finding', (stranding) => strandingText(stranding, startEpochMs)),
        inWords('In simulation', trialText),
      ],
    }),
  });
}

function rowOf({ kind, language, segment, tier }: TriedStranding): string {
  return kind === 'nobody may work it'
    ? `${segment}, ${language ?? 'any language'}, tier ${tier ?? 'any'}`
    : `${segment}: ${kind === 'its data cannot be read' ? 'reading its data' : 'storing new cases'}`;
}
