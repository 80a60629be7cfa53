import {
  type AuditOptions,
  type AuditReport,
  type CloseAudit,
  entriesAt,
  startAudit,
  tellCase,
} from '#audit';
import { CaseLives } from '#cases';
import type { Scenario } from '#domain';
import type { EntrySource, EntryVisitor, WholeLedger } from '#ledger';
import { type EventEffect, EventEffectFinder, LateAnswerFinder, type LateAnswers } from '#planning';
import type { DatedEvent } from '#scenario';

/** An audit with the story of each counterexample, line by line, by id of the invariant. */
export interface AuditWithStories extends CloseAudit {
  readonly stories: Readonly<Record<string, readonly string[]>>;
}

/** What the cases of a run tell: where answers were late, and what dated events did. */
export interface CaseFindings {
  readonly late: LateAnswers;
  readonly events: readonly EventEffect[];
}

export type JudgedRun = AuditWithStories & CaseFindings;

/** Only the end of a longer story is kept: the last entries show the violation. */
const STORY_LINES_MAX = 40;

/** Audits a ledger. Near misses, if `options` ask for them, take about a sixth longer. */
export function auditWithStories(
  ledger: WholeLedger,
  scenario: Scenario,
  options: AuditOptions = {},
): AuditWithStories {
  const audit = startAudit(ledger, scenario, options);
  ledger.forEach(audit.visit);
  const report = audit.finish();
  return { report, nearMisses: audit.nearMisses(), stories: storiesOf(ledger, report, scenario) };
}

/** Where answers were late, from a ledger. */
export function lateAnswersIn(ledger: WholeLedger, scenario: Scenario): LateAnswers {
  return findingsIn(ledger, scenario, []).late;
}

/**
 * What the cases of a ledger tell: in a pass of its own, since beside the auditor, the cases of each would displace those of the other from
 * the processor's caches.
 */
export function findingsIn(
  ledger: WholeLedger,
  scenario: Scenario,
  events: readonly DatedEvent[],
): CaseFindings {
  const finder = startFindings(scenario, events);
  ledger.forEach(finder.visit);
  return finder.found();
}

/** Finds the same for callers who read the ledger themselves: show `visit` every entry in order, then call `found`. */
export function startFindings(
  scenario: Scenario,
  events: readonly DatedEvent[],
): {
  readonly visit: EntryVisitor;
  readonly found: () => CaseFindings;
} {
  const late = new LateAnswerFinder(scenario);
  const effects = events.length === 0 ? null : new EventEffectFinder(scenario, events);
  const lives = new CaseLives(scenario, effects === null ? late.listeners : [...late.listeners, effects]);
  return {
    visit: lives.visit,
    found: () => {
      lives.finish();
      return { late: late.found(), events: effects?.found() ?? [] };
    },
  };
}

/** The stories of an audit's counterexamples, from the audited ledger: by id; `R7 now` for the law as known today. */
export function storiesOf(
  ledger: EntrySource,
  { invariants, invariantsNow }: AuditReport,
  scenario: Scenario,
): AuditWithStories['stories'] {
  const broken = [
    ...invariants.map(({ counterexample, id }) => ({ counterexample, key: id })),
    ...invariantsNow.map(({ counterexample, id }) => ({ counterexample, key: `${id} now` })),
  ].flatMap(({ counterexample, key }) =>
    counterexample === null ? [] : [{ key, story: counterexample.story }],
  );
  const wanted = broken.flatMap(({ story }) => story);
  const entries = wanted.length === 0 ? [] : entriesAt(ledger, wanted);
  const stories: Record<string, readonly string[]> = {};
  for (const { key, story } of broken) {
    const own = new Set(story);
    const lines = tellCase(
      entries.filter(({ index }) => own.has(index)),
      scenario,
    );
    const left = lines.length - STORY_LINES_MAX;
    stories[key] = left > 0 ? [`(${left} lines before)`, ...lines.slice(left)] : lines;
  }
  return stories;
}
