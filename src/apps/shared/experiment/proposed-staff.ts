import type { Scenario } from '#domain';
import type { ScenarioInput, ScenarioIssue, TreeValue } from '#scenario';
import { parseVariant } from '../scenario/parse-variant.ts';

/** A scenario whose staff is to be changed, as its file defines it. */
export interface ScenarioSource {
  readonly input: ScenarioInput;
  /** The contents of the file, merged with those of the files it extends. */
  readonly tree: TreeValue;
  readonly scenario: Scenario;
  readonly warnings: readonly ScenarioIssue[];
}

/**
 * A YAML file that extends the scenario. `base`: the scenario's file name in `extends`. `override`: what it changes.
 */
export function proposalText(
  { scenario }: ScenarioSource,
  { base, name }: { readonly base: string; readonly name: string },
  override: TreeValue,
): string {
  const own = { meridian: 1, extends: base, name, title: `${scenario.title}, with the proposed staff` };
  return yamlOf({ ...own, ...(override as object) });
}

/** The issues that scenario checks find in such a file, but not in the scenario itself. */
export function newIssuesIn(source: ScenarioSource, path: string, text: string): readonly ScenarioIssue[] {
  const { input, warnings } = source;
  const parsed = parseVariant(input, path, text);
  if (!parsed.ok) return parsed.problem;
  const known = new Set(warnings.map(issueKey));
  return parsed.value.warnings.filter((issue) => !known.has(issueKey(issue)));
}

/**
 * Returns a function that says whether the checks find new issues or warnings for a change of staff. Checks each change
 * once.
 */
export function objectionsTo(source: ScenarioSource): (override: TreeValue) => boolean {
  const { path } = source.input;
  const cut = path.lastIndexOf('/') + 1;
  const file = { name: 'staff-proposal', base: `./${path.slice(cut)}` };
  const known = new Map<string, boolean>();
  return (override) => {
    const text = proposalText(source, file, override);
    const answer =
      known.get(text) ??
      newIssuesIn(source, `${path.slice(0, cut) || './'}staff-proposal.yaml`, text).length > 0;
    known.set(text, answer);
    return answer;
  };
}

/** Names an issue, wherever in a file it is. */
export function issueKey({ code, message, path }: ScenarioIssue): string {
  return JSON.stringify([code, path, message]);
}

/** Writes maps in block style, lists and values as JSON, which YAML includes. */
function yamlOf(tree: object, indent = ''): string {
  return Object.entries(tree)
    .map(([key, value]) => {
      const head = `${indent}${isPlain(key) ? key : JSON.stringify(key)}:`;
      const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isMap ? `${head}\n${yamlOf(value, `${indent}  `)}` : `${head} ${JSON.stringify(value)}\n`;
    })
    .join('');
}

/** Whether a key needs no quotes. YAML would read some words as values instead of text. */
function isPlain(key: string): boolean {
  return /^[a-z][a-z0-9-]*$/i.test(key) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(key);
}
