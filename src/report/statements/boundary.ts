import { neutralise, plural } from '#base';
import type { BoundaryStatement, LogBoundary } from '#statements';
import { element, type Markup, paragraphs } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { type BoundaryGround, boundaryHeading, groundText, isOfLog } from './boundary-text.ts';
import { evidenceHeader, list } from './evidence-parts.ts';
import { NOTICE_OF_LOG } from './history.ts';

/** A boundary statement as a page: the answer first, then each sentence with what it rests on. */
export function renderBoundary(statement: BoundaryStatement | LogBoundary): string {
  const { answer, cases, isBroken, law, notSaid, period, scenario, sections } = statement;
  const heading = boundaryHeading(statement);
  const ofLog = isOfLog(statement) ? [neutralise(statement.log.name), plural(statement.rows, 'row')] : [];
  return renderPage(
    `${heading} – ${scenario.title}`,
    evidenceHeader(heading, scenario.title, [
      ...ofLog.slice(0, 1),
      period,
      plural(cases, 'case'),
      ...ofLog.slice(1),
    ]),
    [
      ...law.map((sentence) => element('p', { class: 'alert' }, sentence)),
      element(
        'section',
        {},
        element('h2', {}, 'The answer'),
        element(
          'div',
          {},
          element('p', isBroken ? { class: 'alert' } : {}, element('strong', {}, answer[0] ?? '')),
          paragraphs(answer.slice(1)),
        ),
      ),
      ...sections.map((section, i) =>
        element(
          'section',
          {},
          element('h2', {}, `${i + 1}. ${section.title}`),
          section.sentences.map(renderSentence),
        ),
      ),
      element(
        'section',
        {},
        element('h2', {}, 'What this statement does not say'),
        list(notSaid),
        rootOf(statement),
      ),
    ],
    ...(isOfLog(statement) ? [NOTICE_OF_LOG] : []),
  );
}

function rootOf(statement: BoundaryStatement | LogBoundary): readonly Markup[] {
  if (isOfLog(statement)) return [];
  return [element('p', {}, 'Root of the ledger: ', element('code', {}, statement.ledger.root))];
}

type Sentence = BoundaryStatement['sections'][number]['sentences'][number];

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
