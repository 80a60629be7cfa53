import { formatCount, neutralise, plural } from '#base';
import type { BoundaryStatement, LogBoundary } from '#statements';
import { answerInWords } from '../answer/answer-page.ts';
import { renderMarkdown } from '../document/markdown.ts';
import type { Page } from '../document/page.ts';
import { list, section, small, styled } from '../document/parts.ts';
import { evidencePage } from './evidence-parts.ts';
import { NOTICE_OF_LOG } from './history.ts';

type Statement = BoundaryStatement | LogBoundary;
type Sentence = Statement['sections'][number]['sentences'][number];

export function renderBoundaryMarkdown(statement: Statement): string {
  return renderMarkdown(boundaryPage(statement));
}

export function renderBoundary(statement: Statement): string {
  return evidencePage(boundaryPage(statement));
}

/** The answer first, then numbered sections whose sentences name what they rest on. */
function boundaryPage(statement: Statement): Omit<Page, 'kicker'> {
  const { answer, cases, isBroken, law, notSaid, period, scenario, sections } = statement;
  const isOfLog = 'log' in statement;
  // A statement of what happened must not look like one of a simulated run.
  const heading = isOfLog ? 'Boundary statement of what happened' : 'Boundary statement';
  const source = isOfLog
    ? [`${plural(statement.rows, 'row')} of the log ${neutralise(statement.log.name)}`]
    : [`${formatCount(statement.ledger.entries)} ledger entries`];
  return {
    title: `${heading}: ${scenario.title}`,
    heading,
    facts: [scenario.title, period, plural(cases, 'case'), ...source],
    parts: [
      ...law.map((sentence) => styled('alert', sentence)),
      answerInWords(answer, isBroken ? 'missed' : isOfLog ? 'open' : 'met'),
      ...sections.map(({ sentences, title }, i) =>
        section(
          `${i + 1}. ${title}`,
          sentences.map(({ grounds, text, tone }) => [
            tone === 'broken' ? styled('alert', text) : text,
            small(grounds.map(groundText)),
          ]),
        ),
      ),
      section('What this statement does not say', [
        list(notSaid),
        isOfLog ? null : `Root of the ledger: ${statement.ledger.root}`,
      ]),
    ],
    ...(isOfLog ? { notice: NOTICE_OF_LOG } : {}),
  };
}

/** `Proof (can never): …`, `Count (did): …`, `Safeguard (relies on): …`, `Terms: …`. */
function groundText(ground: Sentence['grounds'][number]): string {
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
