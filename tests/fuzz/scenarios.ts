import { readFileSync } from 'node:fs';
import { HOUR_MS, type RandomStream } from '#base';
import { SCENARIO_ISSUE_CODES, type ScenarioIssue } from '#scenario';
import { scenarioNames } from '../running.ts';
import { outcomeOf, slipIn } from '../scenario/slips.ts';
import { below, inRounds, oneOf } from './rounds.ts';

/** All scenarios, and files that use the rarer keys. */
const FILES = [
  ...scenarioNames().map((name) => `scenarios/${name}/scenario.yaml`),
  'tests/scenario/good/rich.yaml',
  'tests/scenario/slips/one-at-a-time.yaml',
  'tests/scenario/slips/several-at-a-time.yaml',
];
/** As if it lay in the folder of the scenarios, which it may extend. */
const PATH = 'scenarios/slipped/scenario.yaml';
/** How much of it is simulated. */
const LENGTH_MS = 6 * HOUR_MS;
/** Time limit for one attack, s of processor time. */
const MOST_S = 20;
const DRAWN = 2 ** 30;

/**
 * Scenario files with up to four typing mistakes, or with other characters. Each is refused with place and remedy, or runs without breaking
 * a promise.
 */
export const scenarios = inRounds('scenarios', 'mutated scenarios', (stream) => {
  const file = oneOf(stream, FILES);
  const { text, told } = mutated(readFileSync(file, 'utf8'), stream);
  const before = process.cpuUsage();
  const outcome = outcomeOf(PATH, text, LENGTH_MS);
  const { system, user } = process.cpuUsage(before);
  const wrong = (what: string) => `${what} (${file}: ${told})`;
  if (user + system > MOST_S * 1e6) return wrong(`it takes ${Math.round((user + system) / 1e6)} s`);
  if (outcome.kind === 'refused') {
    const problem = problemOf(outcome.issues, text);
    return problem === null ? null : wrong(problem);
  }
  if (outcome.kind === 'run' && outcome.broken.length > 0) return wrong(`it breaks ${outcome.broken}`);
  return null;
});

function mutated(whole: string, stream: RandomStream): { readonly text: string; readonly told: string } {
  if (stream.uniform() < 0.2) return recut(whole, stream);
  const all: string[] = [];
  let text = whole;
  for (let left = 1 + below(stream, 4); left > 0; left--) {
    const draw = () => below(stream, DRAWN);
    const slip = slipIn(text, { place: draw(), kind: draw(), value: draw() });
    text = slip.text;
    all.push(slip.told);
  }
  return { text, told: all.join('; ') };
}

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ': ',
  '\n',
  '  ',
  '- ',
  '*',
  '&a ',
  '!x ',
  '"',
  '|',
  '#',
  '\t',
  '\0',
  '<<: ',
];

/** Some characters are replaced. */
function recut(whole: string, stream: RandomStream): { readonly text: string; readonly told: string } {
  const at = below(stream, whole.length);
  const length = below(stream, 20);
  const put = oneOf(stream, PIECES);
  const told = `${JSON.stringify(put)} in place of ${length} characters at ${at}`;
  return { text: whole.slice(0, at) + put + whole.slice(at + length), told };
}

/** What is wrong with the way in which a file was refused. */
function problemOf(issues: readonly ScenarioIssue[], text: string): string | null {
  if (issues.length === 0) return 'it is refused without a reason';
  const lines = text.split('\n').length;
  for (const { code, column, file, line, message, path, remedy, value } of issues) {
    if (!SCENARIO_ISSUE_CODES.includes(code)) return `there is no code ${code}`;
    if (line < 1 || column < 1 || (file === PATH && line > lines))
      return `${code} is placed at ${line}:${column}`;
    if (!/\S/.test(message) || !/\S/.test(remedy)) return `${code} has no message, or no remedy`;
    if (/\p{Cc}/u.test(message + path + remedy + value)) return `${code} has control characters`;
  }
  return null;
}
