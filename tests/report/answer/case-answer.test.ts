import { describe, expect, it } from 'vitest';
import { storyOf } from '#audit';
import { caseHistory, ScenarioNames } from '#cases';
import { caseAnswer } from '#report';
import { LedgerBuilder, QUEUED } from '../../audit/ledger-builder.ts';

function answerOf(ledger: LedgerBuilder, caseNumber = 0): string {
  const { scenario } = ledger;
  const history = caseHistory(storyOf(ledger.ledger(), caseNumber), new ScenarioNames(scenario));
  if (history === null) throw new Error('the story has no opening');
  return caseAnswer(history, scenario);
}

const opened = () => new LedgerBuilder().begin().at(7).intake(0, { stream: 2 });

describe('the first line of a story', () => {
  it('tells where a case is at the end, how long it waited and for what most of the time, and who saw it from where', () => {
    const ledger = opened()
      .dublinTakes(0)
      .dublinCloses()
      .endView(0, 0, 0, 0, 0)
      .escalate(0, 'follow-the-sun', 1, [0, 0, 0])
      .move(0, 'SHIFT_END', 'open.working', QUEUED)
      .wait(0, 'residency leaves no eligible centre')
      .dublinReopens()
      .dublinTakes(0, 6, 4);
    expect(answerOf(ledger)).toBe(
      'Case 0 (strict in DE, e-mail, severity B) is not resolved where its story ends; ' +
        'it waited 16 h (residency leaves no eligible centre); its data was in IE and NL; 2 people saw it, in IE.',
    );
  });

  it('tells that a customer gave up, and that nobody saw the case', () => {
    const ledger = opened().move(0, 'triage', 'open.triage', QUEUED).wait(0, 'no agent free');
    ledger.at(9).move(0, 'patience', QUEUED, 'closed');
    expect(answerOf(ledger)).toContain(
      'was lost after 2 h: the customer gave up; it waited 2 h (no agent free)',
    );
    expect(answerOf(ledger)).toContain('nobody saw it');
  });

  it('tells the time to the first resolution', () => {
    const ledger = opened().dublinTakes(0).at(8).endView(0, 0, 0, 0, 0);
    ledger.move(0, 'handling', 'open.working', 'resolved').at(9).move(0, 'closing', 'resolved', 'closed');
    expect(answerOf(ledger)).toContain('was resolved after 1 h; it did not wait');
  });

  it('does not say how long a case waits that nobody has taken when its story ends', () => {
    const ledger = opened().move(0, 'triage', 'open.triage', QUEUED).wait(0, 'no agent free');
    expect(answerOf(ledger)).toContain(
      'is not resolved where its story ends; it waits where its story ends (no agent free);',
    );
  });

  it('does not call a case resolved that was opened again', () => {
    const ledger = opened().dublinTakes(0).at(8).endView(0, 0, 0, 0, 0);
    ledger.move(0, 'handling', 'open.working', 'resolved').at(9).move(0, 'reopening', 'resolved', QUEUED);
    expect(answerOf(ledger)).toContain('was first resolved after 1 h, and opened again;');
  });
});
