import { appendFileSync } from 'node:fs';
import type { AuditReport } from '#audit';
import { escapeMarkup, plural } from '#base';
import type { TargetVerdict } from '#planning';
import { kindOfCases, shareOf, targetText } from '#report';
import { STANDARD } from '../../shared/files/standard-input.ts';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { note, print, printText } from '../../shared/print.ts';
import { attempt, refuse } from '../../shared/problem.ts';

/** What a job that runs unattended asks of a run. */
export interface CheckOptions {
  readonly failOn?: string;
  readonly junit?: string;
  readonly github?: true;
}

/** A target or an invariant, as a test of the run. */
interface Check {
  readonly suite: 'targets' | 'promises';
  readonly name: string;
  /** `unsure`: too close to call, or it needs an opinion. `not tested`: nothing put the invariant to the test. */
  readonly state: 'kept' | 'broken' | 'unsure' | 'not tested';
  readonly text: string;
}

const FAIL_ON = ['targets', 'targets:unsure', 'promises:unsure'] as const;
type FailOn = (typeof FAIL_ON)[number];

/** Parses `--fail-on`. Refuses unknown names. */
export function failOnOf({ failOn }: CheckOptions): readonly FailOn[] {
  const names = failOn === undefined ? [] : failOn.split(',').map((name) => name.trim());
  for (const name of names)
    if (!FAIL_ON.some((known) => known === name))
      refuse(`--fail-on ${name} is not known`, `write ${FAIL_ON.join(', or ')}; several with commas between`);
  return names as readonly FailOn[];
}

/**
 * Reports targets and invariants to the services that read test results. Returns whether the command fails because of `--fail-on`. `audit`:
 * null if there was none.
 */
export function reportChecks(
  {
    answer,
    audit,
    title,
  }: {
    readonly title: string;
    readonly answer: { readonly targets: readonly TargetVerdict[]; readonly sentences: readonly string[] };
    readonly audit: AuditReport | null;
  },
  options: CheckOptions,
): boolean {
  const { junit } = options;
  const failOn = failOnOf(options);
  const checks = [...answer.targets.map(ofTarget), ...(audit?.invariants ?? []).map(ofInvariant)];
  if (junit !== undefined) giveFile('--junit', junit, junitXml(title, checks));
  if (options.github === true) reportToGithub(title, checks, answer.sentences);
  const count = (suite: Check['suite'], state: Check['state']) =>
    checks.filter((check) => check.suite === suite && check.state === state).length;
  const [missed, open, opinions] = [
    count('targets', 'broken'),
    count('targets', 'unsure'),
    count('promises', 'unsure'),
  ];
  const isOn = (name: FailOn) => failOn.includes(name);
  const reasons = [
    ...(missed > 0 && (isOn('targets') || isOn('targets:unsure'))
      ? [`${plural(missed, 'target')} missed`]
      : []),
    ...(open > 0 && isOn('targets:unsure') ? [`${plural(open, 'target')} in doubt`] : []),
    ...(opinions > 0 && isOn('promises:unsure')
      ? [`${plural(opinions, 'invariant')} with acts that are not judged`]
      : []),
  ];
  if (reasons.length > 0) note(`failed by --fail-on: ${reasons.join(', ')}`);
  else if (open > 0 && isOn('targets'))
    note(`warning: ${plural(open, 'target')} in doubt; --fail-on targets:unsure fails on that, too`);
  return reasons.length > 0;
}

/** Writes a file that an option names; `-` is stdout. */
export function giveFile(option: string, path: string, text: string): void {
  if (path === STANDARD) printText(text);
  else attempt(path, `choose another file with ${option}`, () => replaceFile(path, text));
}

function ofTarget(target: TargetVerdict): Check {
  const { segment, state } = target;
  const known = state === 'met' ? 'kept' : state === 'missed' ? 'broken' : 'unsure';
  const name = `${segment.title}, ${kindOfCases(target)}: ${targetText(target)}`;
  return {
    suite: 'targets',
    name,
    state: known,
    text: known === 'unsure' ? `${state}: ${shareOf(target)}` : shareOf(target),
  };
}

function ofInvariant(result: AuditReport['invariants'][number]): Check {
  const { checks, counterexample, id, title, undecided, untested, violations } = result;
  const check = { suite: 'promises', name: `${title} (${id})` } as const;
  if (violations > 0) {
    const first = counterexample === null ? '' : `; first: ${counterexample.message}`;
    return {
      ...check,
      state: 'broken',
      text: `${plural(violations, 'violation')} in ${plural(checks, 'check')}${first}`,
    };
  }
  if (undecided.length > 0)
    return {
      ...check,
      state: 'unsure',
      text: `not judged: ${undecided.map(({ reason }) => reason).join('; ')}`,
    };
  if (untested !== null) return { ...check, state: 'not tested', text: untested };
  return { ...check, state: 'kept', text: plural(checks, 'check') };
}

/** A suite for targets and one for promises. What is unsure or was not put to the test is skipped. */
function junitXml(title: string, checks: readonly Check[]): string {
  const cases = (all: readonly Check[]) =>
    all.map(({ name, state, suite, text }) => {
      const tag = state === 'broken' ? 'failure' : 'skipped';
      const result = state === 'kept' ? '' : `<${tag} message="${escapeMarkup(text)}"/>`;
      return `    <testcase classname="${suite}" name="${escapeMarkup(name)}">${result}</testcase>`;
    });
  const suites = (['targets', 'promises'] as const).flatMap((name) => {
    const own = checks.filter(({ suite }) => suite === name);
    const failures = own.filter(({ state }) => state === 'broken').length;
    const skipped = own.filter(({ state }) => state === 'unsure' || state === 'not tested').length;
    const head = `  <testsuite name="${name}" tests="${own.length}" failures="${failures}" skipped="${skipped}">`;
    return own.length === 0 ? [] : [head, ...cases(own), '  </testsuite>'];
  });
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeMarkup(title)}">`,
    ...suites,
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

/** Prints annotations to stdout, and appends the answer to the summary of the job. */
function reportToGithub(title: string, checks: readonly Check[], sentences: readonly string[]): void {
  for (const { name, state, text } of checks) {
    if (state === 'broken' || state === 'unsure')
      print(githubCommand(state === 'broken' ? 'error' : 'warning', { title: name }, text));
  }
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === '') return;
  const lines = [`### ${title}`, ...sentences].map((line) => escapeMarkup(line));
  attempt(summary, 'set GITHUB_STEP_SUMMARY to a file', () =>
    appendFileSync(summary, `${lines.join('\n\n')}\n\n`),
  );
}

/** A workflow command of GitHub Actions, in which these characters are escaped. */
export function githubCommand(
  kind: 'error' | 'warning',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const escaped = (text: string) =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const named = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${kind} ${named.join(',')}::${escaped(message)}`;
}
