import type { Answers } from './worker/answers.ts';

/** Questions that the page can ask: what is asked, and the answer. */
export type CallName = keyof Answers;
export type Ask<Name extends CallName> = Parameters<Answers[Name]>[0];
export type Answer<Name extends CallName> = Awaited<ReturnType<Answers[Name]>>;

/** Questions about scenarios that require many runs. */
export const EXPERIMENTS = [
  'compare',
  'explainChange',
  'price',
  'actions',
  'staff',
  'sweep',
] as const satisfies readonly CallName[];
/** One of them. */
export type QuestionName = (typeof EXPERIMENTS)[number];
/** Names of experiments, and of calls that calibrate a scenario from a log. */
export type ExperimentName = QuestionName | 'calibrate' | 'holdOut';

/** A message from the page. */
export type Asked =
  | {
      [Name in CallName]: { readonly id: number; readonly call: Name; readonly ask: Ask<Name> };
    }[CallName]
  | { readonly id: number; readonly call: 'cancel' };

export type RunResult = Answer<'run'>;
export type LogReading = Answer<'readLog'>;
