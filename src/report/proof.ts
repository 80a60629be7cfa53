import type { Proof, ProvenInvariant, Stranding } from '#prover';
import { type Child, element, type Markup } from './markup.ts';
import { formatCount, plural } from './numbers.ts';
import { renderPage } from './page.ts';
import { strandingText } from './proof-text.ts';
import { legendEntry, rectangle, renderFigure, renderSvg, text } from './svg.ts';
import { renderTable } from './table.ts';

export interface ProofPage {
  readonly proof: Proof;
  /** The counterexample of each invariant that does not hold, line by line, and whether simulation has met it. By id. */
  readonly stories: Readonly<Record<string, { readonly lines: readonly string[]; readonly reached: string }>>;
}

/** A proof as one page: who is stranded by which failures, what holds in all runs, and how the rest is broken. */
export function renderProof({ proof, stories }: ProofPage): string {
  const { caseClasses, epochs, scenario, states, transitions } = proof;
  return renderPage(
    `Proof: ${scenario} – Meridian`,
    element(
      'header',
      {},
      element('p', { class: 'kicker' }, 'Meridian proof'),
      element('h1', {}, `${scenario}: all runs there could be`),
      element(
        'p',
        { class: 'facts' },
        element('span', {}, `${plural(caseClasses, 'class', 'classes')} of cases`),
        element('span', {}, `${plural(epochs, 'stretch', 'stretches')} between dated changes`),
        element('span', {}, `${formatCount(states)} states`),
        element('span', {}, `${formatCount(transitions)} transitions judged`),
      ),
    ),
    renderProofSections({ proof, stories }),
  );
}

/** The same without the head of a page. */
export function renderProofSections({ proof, stories }: ProofPage): readonly Child[] {
  const { invariants, strandings } = proof;
  const broken = invariants.filter(({ holds }) => !holds);
  return [
    element(
      'section',
      {},
      element(
        'h2',
        {},
        broken.length === 0 ? 'Every invariant holds in all runs' : 'Not every invariant holds',
      ),
      element(
        'p',
        {},
        'Every state that a case can be in was explored, with any place up or down, any eligible agent free and any timer ' +
          'due at any time. What holds here holds for any seed, staffing, demand and outages; what is broken here may need ' +
          'a coincidence that no simulated run has.',
      ),
      renderTable<ProvenInvariant>({
        caption: 'Properties of states and steps, judged by the auditor’s verdicts',
        columns: COLUMNS,
        rows: invariants,
      }),
    ),
    broken.map((invariant) => renderStory(invariant, stories[invariant.id])),
    strandings.length === 0 ? null : renderStrandings(strandings),
  ];
}

const COLUMNS = [
  { head: '', kind: 'words' as const, cell: ({ id }: ProvenInvariant): Child => id },
  {
    head: 'The promise kept',
    kind: 'words' as const,
    cell: ({ sentence, title }: ProvenInvariant): Child => [element('strong', {}, title), ' ', sentence],
  },
  {
    head: 'Checks',
    kind: 'number' as const,
    cell: ({ checks }: ProvenInvariant): Child => formatCount(checks),
  },
  {
    head: 'Answer',
    kind: 'words' as const,
    cell: ({ brokenSteps, checks, holds }: ProvenInvariant): Child => {
      if (checks === 0) return 'nothing to judge';
      return holds
        ? element('span', { class: 'good' }, '✓ holds in all runs')
        : element('span', { class: 'bad' }, `✕ broken by ${plural(brokenSteps, 'step')}`);
    },
  },
];

function renderStory(
  { counterexample, id, title }: ProvenInvariant,
  story: ProofPage['stories'][string] | undefined,
): Markup | null {
  if (counterexample === null) return null;
  return element(
    'section',
    {},
    element('h2', {}, `${id} ${title}: ${counterexample.message}`),
    element('p', {}, story?.reached ?? null),
    element(
      'ol',
      {},
      (story?.lines ?? counterexample.steps)
        .filter((line) => line !== '')
        .map((line) => element('li', {}, line)),
    ),
  );
}

const LEFT = 300;
const TOP = 96;
const ROW = 22;
const CELL = 34;

/** Classes of cases against places: which of them strand a class alone, and which together with another one. */
function renderStrandings(strandings: readonly Stranding[]): Markup {
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
  const description = `${rows.length} classes of cases, ${places.length} places. ${singles.size} pairs in which the place alone strands the class.`;
  return renderFigure({
    id: 'strandings',
    heading: 'Who can be stranded',
    lead:
      'A class of cases is stranded while it has no way on: nobody who is permitted may work it, its data cannot be read, or there is ' +
      'no place for it. One and two failures are looked for.',
    legend: [
      legendEntry('r0', 'stranded when this place alone is down'),
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
    table: renderTable<Stranding>({
      caption: 'Classes of cases, and what strands them',
      columns: [{ head: 'Finding', kind: 'words', cell: strandingText }],
      rows: strandings,
    }),
  });
}

function rowOf({ kind, language, segment, tier }: Stranding): string {
  return kind === 'nobody may work it'
    ? `${segment}, ${language ?? 'any language'}, tier ${tier ?? 'any'}`
    : `${segment}: ${kind === 'its data cannot be read' ? 'reading its data' : 'storing new cases'}`;
}
