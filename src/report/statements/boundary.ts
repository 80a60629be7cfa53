import { formatCount, neutralise, plural } from '#base';
import type { BoundaryStatement, LogBoundary } from '#statements';
import { drawn } from '../document/drawn.ts';
import { element, type Markup } from '../document/markup.ts';
import { list, type Part, section, styled } from '../document/parts.ts';
import { evidencePage } from './evidence-parts.ts';
import { NOTICE_OF_LOG } from './history.ts';

type Sentence = BoundaryStatement['sections'][number]['sentences'][number];
type BoundaryGround = Sentence['grounds'][number];

/** A boundary statement as Markdown: the answer first, then numbered sections whose sentences name what they rest on. */
export function renderBoundaryMarkdown(statement: BoundaryStatement | LogBoundary): string {
  const { answer, law, notSaid, scenario, sections } = statement;
  return `${[
    `# ${boundaryHeading(statement)}: ${plain(scenario.title)}`,
    '',
    ...[...law, ...answer].flatMap((sentence) => [plain(sentence), '']),
    factsLine(statement),
    '',
    ...sections.flatMap((section, i) => [
      `## ${i + 1}. ${section.title}`,
      '',
      ...section.sentences.flatMap((sentence) => [...sentenceLines(sentence), '']),
    ]),
    '## What this statement does not say',
    '',
    ...notSaid.map((item) => `- ${plain(item)}`),
  ].join('\n')}\n`;
}

/** A statement of what happened must not look like one of a simulated run. */
function boundaryHeading(statement: BoundaryStatement | LogBoundary): string {
  return isOfLog(statement) ? 'Boundary statement of what happened' : 'Boundary statement';
}

function isOfLog(statement: BoundaryStatement | LogBoundary): statement is LogBoundary {
  return 'log' in statement;
}

function factsLine(statement: BoundaryStatement | LogBoundary): string {
  if (isOfLog(statement)) {
    const { cases, log, period, rows } = statement;
    return `Period: ${period}. ${plural(cases, 'case')}, ${plural(rows, 'row')} of the log ${plain(neutralise(log.name))}.`;
  }
  const { cases, ledger, period } = statement;
  return `Period: ${period}. ${formatCount(cases)} cases, ${formatCount(ledger.entries)} ledger entries, root \`${ledger.root}\`.`;
}

function sentenceLines({ grounds, text, tone }: Sentence): readonly string[] {
  const shown = tone === 'broken' ? `**${plain(text)}**` : plain(text);
  return [`- ${shown}`, ...grounds.map((ground) => `  - ${plain(groundText(ground))}`)];
}

/** `Proof (can never): …`, `Count (did): …`, `Safeguard (relies on): …`, `Terms: …`. */
function groundText(ground: BoundaryGround): string {
  switch (ground.kind) {
    case 'proof': {
      const open = ground.leavesOpen.length === 0 ? '' : `; it leaves open ${ground.leavesOpen.join('; ')}`;
      return `Proof: ${ground.id} “${ground.name}”, ${formatCount(ground.checks)} checks${open}`;
    }
    case 'audit': {
      const open = ground.undecided === 0 ? '' : `, ${formatCount(ground.undecided)} undecided`;
      return `Count: ${ground.id} ${ground.title}, ${formatCount(ground.checks)} checks over all customers, ${plural(ground.violations, 'violation')}${open}`;
    }
    case 'ledger':
      return `Count: ${ground.what}, ${formatCount(ground.count)} in the ledger`;
    case 'log':
      return `Count: ${ground.what}, ${formatCount(ground.count)} in the log`;
    case 'safeguard':
      return `Safeguard: ${ground.what}${ground.from === null ? '' : `, from ${ground.from}`}${ground.to === null ? '' : `, until ${ground.to}`}`;
    case 'terms':
      return `Terms: ${ground.what}`;
  }
}

/**
 * Titles are the author's: what Markdown or HTML would read as markup is escaped, and a line break, which could begin a heading, becomes a
 * space. An underscore inside a word is none.
 */
function plain(text: string): string {
  return neutralise(text).replace(
    /[\\*`[\]<>#|&~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    (sign) => ENTITIES[sign] ?? `\\${sign}`,
  );
}

/** Readers that pass on what Markdown escapes would still see HTML. */
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** A boundary statement as a page: the answer first, then each sentence with what it rests on. */
export function renderBoundary(statement: BoundaryStatement | LogBoundary): string {
  const { answer, cases, isBroken, law, notSaid, period, scenario, sections } = statement;
  const heading = boundaryHeading(statement);
  const ofLog = isOfLog(statement) ? [neutralise(statement.log.name), plural(statement.rows, 'row')] : [];
  return evidencePage({
    title: `${heading} – ${scenario.title}`,
    heading,
    facts: [scenario.title, ...ofLog.slice(0, 1), period, plural(cases, 'case'), ...ofLog.slice(1)],
    parts: [
      ...law.map((sentence) => styled('alert', sentence)),
      section('The answer', [
        element(
          'div',
          {},
          element('p', isBroken ? { class: 'alert' } : {}, element('strong', {}, answer[0] ?? '')),
          drawn(answer.slice(1)),
        ),
      ]),
      ...sections.map(({ sentences, title }, i) =>
        section(`${i + 1}. ${title}`, sentences.map(renderSentence)),
      ),
      section('What this statement does not say', [list(notSaid), rootOf(statement)]),
    ],
    ...(isOfLog(statement) ? { notice: NOTICE_OF_LOG } : {}),
  });
}

function rootOf(statement: BoundaryStatement | LogBoundary): Part {
  if (isOfLog(statement)) return null;
  return element('p', {}, 'Root of the ledger: ', element('code', {}, statement.ledger.root));
}

function renderSentence({ grounds, text, tone }: Sentence): Markup {
  return element(
    'div',
    {},
    element('p', tone === 'broken' ? { class: 'alert' } : {}, text),
    element(
      'ul',
      {},
      grounds.map((ground: BoundaryGround) => element('li', { class: 'note' }, groundText(ground))),
    ),
  );
}
