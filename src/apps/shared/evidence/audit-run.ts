import {
  type AuditOptions,
  type AuditReport,
  type CloseAudit,
  type EntrySource,
  entriesAt,
  startAudit,
  tellCase,
} from '#audit';
import type { Scenario } from '#domain';
import { type GroupWork, GroupWorkFinder, LateAnswerFinder, type LateAnswers } from '#evidence';
import { type Ledger, type LedgerPrefix, visitBoth } from '#ledger';

/** An audit with its counterexamples told line by line, by the id of the invariant. */
export interface AuditWithStories extends CloseAudit {
  readonly stories: Readonly<Record<string, readonly string[]>>;
}

/** What a run is judged by: its audit, where answers came too late, and what each group had to do. */
export interface JudgedRun extends AuditWithStories {
  readonly late: LateAnswers;
  readonly work: readonly GroupWork[];
}

/** Longer stories are told by their end: the last entries are those that show the violation. */
const STORY_LINES_MAX = 40;

/** An audit of a ledger, with near misses where `options` ask for them (they take a sixth more time). */
export function auditWithStories(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  options: AuditOptions = {},
): AuditWithStories {
  const audit = startAudit(ledger, scenario, options);
  ledger.forEach(audit.visit);
  const report = audit.finish();
  return { report, nearMisses: audit.nearMisses(), stories: storiesOf(ledger, report, scenario) };
}

/** The same, in one reading of the ledger, with the answers that came too late and the work of the groups. */
export function judgedRun(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  options: AuditOptions = {},
): JudgedRun {
  const audit = startAudit(ledger, scenario, options);
  const late = new LateAnswerFinder(scenario);
  const work = new GroupWorkFinder(scenario);
  ledger.forEach(visitBoth(audit.visit, visitBoth(late.visit, work.visit)));
  const report = audit.finish();
  const stories = storiesOf(ledger, report, scenario);
  return { report, nearMisses: audit.nearMisses(), stories, late: late.found(), work: work.found() };
}

/** Where answers came too late, and what each group had to do, of a ledger that has been audited already. */
export function serviceIn(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
): Pick<JudgedRun, 'late' | 'work'> {
  const late = new LateAnswerFinder(scenario);
  const work = new GroupWorkFinder(scenario);
  ledger.forEach(visitBoth(late.visit, work.visit));
  return { late: late.found(), work: work.found() };
}

/** The counterexamples of an audit, told from the ledger that was audited: by id, and `R7 now` by the law as it is known today. */
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
