import { SEVERITIES, type TargetMeasure } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

type TargetFile = NonNullable<ScenarioFile['targets']>[string];
type Key = 'within' | 'target' | 'atMost' | 'hours' | 'pauses';

/** By what a target is of: the keys that it needs with what to write, and those that say nothing of it. */
const KEYS: Readonly<
  Record<TargetMeasure, { readonly needed: Partial<Record<Key, string>>; readonly senseless: readonly Key[] }>
> = {
  answer: { needed: { within: "'within: 20 s'", target: "'target: 0.8'" }, senseless: ['atMost'] },
  resolution: { needed: { within: "'within: 8 h'", target: "'target: 0.9'" }, senseless: ['atMost'] },
  abandonment: {
    needed: { atMost: "'atMost: 0.05'" },
    senseless: ['within', 'target', 'hours', 'pauses'],
  },
  backlog: {
    needed: {
      atMost: "'atMost: 40'",
      target: "'target: 0.9', the share of days",
      hours: "'hours: ' with a centre, or hours of its own: it is counted when they end on a day",
    },
    senseless: ['within', 'pauses'],
  },
};

/** A target has what its kind is judged by, and nothing besides. */
export function checkTargets({ targets = {} }: ScenarioFile, list: IssueList): void {
  for (const [id, target] of Object.entries(targets)) {
    const path = ['targets', id];
    const { needed, senseless } = KEYS[target.of];
    for (const [key, example] of Object.entries(needed)) {
      if (target[key as Key] !== undefined) continue;
      const message = `a target of ${target.of} needs '${key}'`;
      list.error('missing-key', path, message, `write ${example}`);
    }
    for (const key of senseless) {
      if (target[key] === undefined) continue;
      const message = `'${key}' says nothing of a target of ${target.of}`;
      const wanted = Object.keys(needed).map((name) => `'${name}'`);
      list.error('alternatives', [...path, key], message, `leave it out; its keys are ${wanted.join(', ')}`);
    }
    checkAtMost(id, target, list);
    checkWithin(id, target, list);
  }
}

/** A case can be answered at once, but not resolved. */
function checkWithin(id: string, { of, within }: TargetFile, list: IssueList): void {
  if (of !== 'resolution' || within !== 0) return;
  const message = 'no case is resolved at once';
  list.error('out-of-range', ['targets', id, 'within'], message, "write for example '8 h'");
}

function checkAtMost(id: string, { atMost, of, severity }: TargetFile, list: IssueList): void {
  const path = ['targets', id];
  if (of === 'abandonment' && atMost !== undefined && atMost >= 1) {
    const message = 'everybody may give up, so nothing is wanted';
    list.error('out-of-range', [...path, 'atMost'], message, 'write a share below 1: 0.05 for 5 %');
  }
  if (of !== 'backlog') return;
  if (atMost !== undefined && !Number.isInteger(atMost)) {
    const message = `${atMost} is no number of cases`;
    list.error('bad-number', [...path, 'atMost'], message, 'write a whole number, for example 40');
  }
  if (severity.length < SEVERITIES.length) {
    const message = 'a backlog is counted over all severities, since cases change theirs while they wait';
    list.error('alternatives', [...path, 'severity'], message, "write 'severity: all'");
  }
}
