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
import { LateAnswerFinder, type LateAnswers } from '#planning';

/** An audit with the story of each counterexample, line by line, by id of the invariant. */
export interface AuditWithStories extends CloseAudit {
  readonly stories: Readonly<Record<string, readonly string[]>>;
}

/** Verdicts on a run: its audit, and where its answers were late. */
export type JudgedRun = AuditWithStories & { readonly late: LateAnswers };

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

/**
 * Where answers were late, from a ledger: in a pass of its own, since beside the auditor, the cases of each would displace
 * those of the other from the processor's caches.
 */
export function lateAnswersIn(ledger: WholeLedger, scenario: Scenario): LateAnswers {
  const finder = startLateAnswers(scenario);
  ledger.forEach(finder.visit);
  return finder.found();
}

/** Finds late answers for callers who read the ledger themselves: show `visit` every entry in order, then call `found`. */
export function startLateAnswers(scenario: Scenario): {
  readonly visit: EntryVisitor;
  readonly found: () => LateAnswers;
} {
  const late = new LateAnswerFinder(scenario);
  const lives = new CaseLives(scenario, late.listeners);
  return {
    visit: lives.visit,
    found: () => {
      lives.finish();
      return late.found();
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
