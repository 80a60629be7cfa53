import { neutralise, plural } from '#base';
import type { BoundaryStatement, LogBoundary } from '#statements';
import { drawn } from '../document/drawn.ts';
import { element, type Markup } from '../document/markup.ts';
import { list, type Part, section, styled } from '../document/parts.ts';
import { type BoundaryGround, boundaryHeading, groundText, isOfLog } from './boundary-text.ts';
import { evidencePage } from './evidence-parts.ts';
import { NOTICE_OF_LOG } from './history.ts';

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
