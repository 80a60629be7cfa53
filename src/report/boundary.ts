import { plural } from '#base';
import type { BoundaryStatement } from '#evidence';
import { type BoundaryGround, groundText } from './boundary-text.ts';
import { evidenceHeader, list } from './evidence-parts.ts';
import { element, type Markup, paragraphs } from './markup.ts';
import { renderPage } from './page.ts';

/** A boundary statement as a page: the answer first, then each sentence with what it rests on. */
export function renderBoundary(statement: BoundaryStatement): string {
  const { answer, cases, isBroken, law, ledger, notSaid, period, scenario, sections } = statement;
  return renderPage(
    `Boundary statement – ${scenario.title}`,
    evidenceHeader('Boundary statement', scenario.title, [period, plural(cases, 'case')]),
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
        element('p', {}, 'Root of the ledger: ', element('code', {}, ledger.root)),
      ),
    ],
  );
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
