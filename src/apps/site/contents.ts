/** A page of the site, and what the contents call it. */
export interface Entry {
  /** The path of its Markdown from the root of the package; it begins with `made/` if the page is generated from code. */
  readonly path: string;
  readonly title: string;
}

export interface Part {
  readonly title: string;
  readonly lead: string;
  readonly entries: readonly Entry[];
}

/** The page that opens first. */
export const HOME = 'docs/README.md';

const entries = (...rows: readonly (readonly [path: string, title: string])[]): readonly Entry[] =>
  rows.map(([path, title]) => ({ path, title }));

/** What the contents list, in the order in which people need it. Every other page is reached by links, and by searching. */
export const PARTS: readonly Part[] = [
  {
    title: 'Learn',
    lead: 'From the beginning, each page followed by a test.',
    entries: entries(
      ['docs/learn/ten-minutes.md', 'From nothing to an answer'],
      ['docs/learn/your-ticket-export.md', 'From your ticket export'],
      ['docs/learn/audit-what-happened.md', 'An audit of what happened'],
      ['docs/learn/first-audit.md', 'Your first audit'],
      ['docs/three-questions.md', 'Three questions of a planner'],
      ['docs/four-questions.md', 'Four questions about an organisation'],
      ['made/studio.md', 'The studio in this page'],
    ),
  },
  {
    title: 'Do',
    lead: 'One question to a page.',
    entries: entries(
      ['docs/do/add-a-centre.md', 'Add a centre'],
      ['docs/do/close-a-shift.md', 'Close a shift'],
      ['docs/do/test-an-outage.md', 'Test an outage'],
      ['docs/do/let-software-answer-first.md', 'Let software answer first'],
      ['docs/do/link-the-cases-of-an-incident.md', 'Link the cases of an incident'],
      ['docs/do/buy-back-service.md', 'Buy back service'],
      ['docs/do/let-somebody-outside-see-a-case.md', 'Let somebody outside see a case'],
      ['docs/do/plan-hiring.md', 'Plan hiring'],
      ['docs/do/forecast-next-month.md', 'Forecast the next month'],
      ['docs/do/see-the-rest-of-today.md', 'See the rest of today'],
      ['docs/do/start-from-todays-backlog.md', "Start from today's backlog"],
      ['docs/do/prove-a-promise.md', 'Prove a promise'],
      ['docs/do/hand-a-bundle-to-an-auditor.md', 'Hand a bundle to an auditor'],
      ['docs/do/publish-a-boundary-statement.md', 'Publish a boundary statement'],
      ['docs/do/check-a-customers-requirements.md', 'Check a customer’s requirements'],
      ['docs/promise-by-sentence.md', 'The promise of 2014, sentence by sentence'],
      ['docs/checking-a-bundle.md', 'Check a bundle with your own program'],
      ['docs/do/follow-one-case.md', 'Follow one case'],
      ['docs/do/check-in-ci.md', 'Check in continuous integration'],
      ['docs/do/ask-by-an-assistant.md', 'Ask by an assistant'],
      ['docs/running-a-cluster.md', 'Run on ten machines'],
      ['examples/README.md', 'Use it as a library'],
    ),
  },
  {
    title: 'Look up',
    lead: 'Every key, command, measure and file.',
    entries: entries(
      ['docs/commands.md', 'Commands by example'],
      ['made/options.md', 'Commands and their options'],
      ['src/scenario/FORMAT.md', 'Scenario files'],
      ['src/scenario/REFERENCE.md', 'Every key of a scenario'],
      ['scenarios/README.md', 'Scenarios to start from'],
      ['src/experiment/MEASURES.md', 'Measures and goals'],
      ['docs/tables.md', 'Columns of tables'],
      ['src/experiment/SWEEP-FORMAT.md', 'Sweep files'],
      ['src/planning/HIRING-PLAN.md', 'Hiring plans'],
      ['docs/explain/words.md', "The planner's words"],
      ['docs/waiting-causes.md', 'Causes of waiting'],
      ['made/invariants.md', 'Invariants'],
      ['made/exit-codes.md', 'Exit codes'],
      ['made/library.md', 'The library'],
      ['src/caselog/CASE-LOG.md', 'Case logs'],
      ['src/caselog/MAPPING.md', 'Mapping files'],
      ['src/bundle/FORMAT.md', 'The format of a bundle'],
      ['src/foreign/LOG-FORMAT.md', 'The log of a bundle'],
    ),
  },
  {
    title: 'Understand',
    lead: 'Why it is as it is, and how far it can be trusted.',
    entries: entries(
      ['docs/explain/two-verdicts.md', 'Why two verdicts'],
      ['src/domain/law/README.md', 'The law over time'],
      ['docs/explain/what-a-proof-covers.md', 'What a proof covers'],
      ['docs/explain/statistics.md', 'How figures are estimated'],
      ['docs/explain/assertions.md', 'What is asserted'],
      ['docs/explain/how-it-works.md', 'How it works'],
      ['docs/boundary-statement.md', 'A boundary statement read as a lawyer would'],
      ['docs/how-rare-is-never.md', 'How rare is never'],
      ['docs/checking-a-proof.md', 'A proof checked by SPIN'],
      ['docs/calibration.md', 'How close calibration comes'],
      ['docs/on-from-today.md', 'How close a run from a backlog comes'],
      ['docs/performance.md', 'What makes it fast'],
      ['benchmarks/RESULTS.md', 'Benchmarks'],
      ['tests/validation/README.md', 'How results are checked'],
      ['src/exports/READING.md', 'How a ledger is read'],
      ['docs/decisions/README.md', 'Decisions'],
    ),
  },
  {
    title: 'Take part',
    lead: 'For those who change it.',
    entries: entries(
      ['src/README.md', 'The source'],
      ['CONTRIBUTING.md', 'Contributing'],
      ['CHANGELOG.md', 'Changes'],
    ),
  },
];
