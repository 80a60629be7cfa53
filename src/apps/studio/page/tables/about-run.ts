import type { TableFormat } from '../../protocol.ts';
import { choicesOf } from '../choices.ts';
import type { StudioState } from '../state.ts';

/** Subject of a table: the open run, its selected cases, or something else, such as an experiment. */
export type TableSubject = 'run' | 'choices' | 'other';

/** The subject in words, for the lines above a table. */
export function linesAbout(state: StudioState, subject: TableSubject): readonly string[] {
  const { run } = state;
  if (run === null || subject === 'other') return [];
  const { facts, root, seed } = run;
  const ofRun = `${facts.title} (${facts.name}), seed ${seed}, root ${root}`;
  if (subject === 'run') return [ofRun];
  const choices = choicesOf(facts, state).map(({ name }) => name);
  return [ofRun, choices.length === 0 ? 'All cases of the run' : `Only: ${choices.join('; ')}`];
}

const NAME_MOST = 60;

/** `german-night-by-segment.csv`. */
export function fileName(
  { run }: StudioState,
  subject: TableSubject,
  name: string,
  format: TableFormat,
): string {
  const whose = subject === 'other' ? 'meridian' : (run?.facts.name ?? 'meridian');
  const words = `${whose} ${name}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return `${words.join('-').slice(0, NAME_MOST)}.${format}`;
}
