import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderReference, SCENARIO_ISSUE_CODES, type ScenarioIssue } from '#scenario';
import { BAD_FOLDER, parseFile } from './parsing.ts';

/** `# expect: code line:col [in file]; …` in the first lines of a bad file. */
function expectationsOf(path: string): readonly string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('# expect: '));
  if (end < 1) throw new Error(`${path} does not say what to expect`);
  return lines.slice(0, end).flatMap((line) => line.slice('# expect: '.length).split('; '));
}

function described(issue: ScenarioIssue, path: string): string {
  const elsewhere = issue.file === path ? '' : ` in ${issue.file.replace('tests/scenario/', '../')}`;
  return `${issue.code} ${issue.line}:${issue.column}${elsewhere}`;
}

const files = readdirSync(BAD_FOLDER).sort();

/** The issues of a bad file; none if it turns out to be a scenario. Each file is read once. */
const issuesOf = memoised((name) => {
  const parsed = parseFile(`${BAD_FOLDER}/${name}`);
  return parsed.ok ? [] : parsed.problem;
});

function memoised<Value>(make: (name: string) => Value): (name: string) => Value {
  const made = new Map<string, Value>();
  return (name) => {
    const value = made.get(name) ?? make(name);
    made.set(name, value);
    return value;
  };
}

/** Parts of paths that are equivalent: the same lines of the schema check them. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/\[\d*\]/g, ''],
  [/\.(phone|e-mail|web)\b/g, '.channel'],
  [/\.tier\d/g, '.tier'],
  [/(work\.\w+\.\w+)\.[ABC]\b/g, '$1.severity'],
  [/\.except\.[^.]+/g, '.except.class'],
  [
    /^(?:work|promises|centres)\..*\.(?=(?:kind|value|low|high|mode|mean|sigma|cv|scv|scale|shape|phases|cumulative|survival)\b)/,
    'distribution.',
  ],
  [/\.⟨[^⟩]*⟩/g, '.⟨⟩'],
];
const alike = (path: string) => ALIKE.reduce((text, [part, name]) => text.replace(part, name), path);

/** Keys of the reference. */
function keysOfFormat(): readonly string[] {
  const rows = renderReference().matchAll(/^\| \*{0,2}([a-zA-Z][^|]*?)\*{0,2} \|/gm);
  return [...rows].map(([, key = '']) => key).filter((key) => key !== 'key');
}

describe('bad scenario files', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThanOrEqual(100);
  });

  it.each(files)('%s yields exactly its issues, each at its place', (name) => {
    const path = `${BAD_FOLDER}/${name}`;
    const found = issuesOf(name).map((issue) => described(issue, path));
    expect(found).toEqual(expectationsOf(path));
  });

  it.each(files)('%s: each issue points at the value that it quotes, and says what to do', (name) => {
    expect(issuesOf(name)).not.toEqual([]);
    for (const issue of issuesOf(name)) {
      expect(SCENARIO_ISSUE_CODES).toContain(issue.code);
      expect(issue.message).not.toBe('');
      expect(issue.remedy).not.toBe('');
      expect(issue.value.length).toBeLessThan(100);
      const line = readFileSync(issue.file, 'utf8').split('\n')[issue.line - 1] ?? '';
      expect(line.length, 'the column is inside of the line').toBeGreaterThanOrEqual(issue.column - 1);
      // Tags and containers are quoted in another form than they are written, and so are escapes and shortened texts.
      if (!/^[A-Za-z0-9.*_-]+$/.test(issue.value) || issue.code === 'tag-refused') continue;
      const here = line.slice(issue.column - 1).replace(/^["']/, '');
      expect(here.startsWith(issue.value), `'${here}' begins with '${issue.value}'`).toBe(true);
    }
  });

  it('exist for every key: in one of them exactly its value is wrong', () => {
    const found = files.flatMap((name) => issuesOf(name).map(({ path }) => alike(path)));
    const keys = [...new Set(keysOfFormat().map(alike))];
    expect(keys.length).toBeGreaterThan(350);
    const without = keys.filter((key) => {
      const pattern = new RegExp(`^${key.replaceAll('.', '\\.').replaceAll('⟨⟩', '[^.]+')}$`);
      return !found.some((path) => pattern.test(path));
    });
    expect(without).toEqual([]);
  });

  it('cover most codes', () => {
    const named = new Set(
      files.flatMap((name) => expectationsOf(`${BAD_FOLDER}/${name}`)).map((text) => text.split(' ')[0]),
    );
    const uncovered = SCENARIO_ISSUE_CODES.filter((code) => !named.has(code));
    // Not reachable by a small file with a comment in its first line, or a warning. Other tests have them.
    expect(uncovered).toEqual([
      'file-unreadable',
      'file-too-large',
      'too-many-values',
      'more-issues',
      'extends-too-long',
      'copies-not-said',
      'shift-partly-outside-hours',
      'fast-drop-of-staff',
      'counted-twice',
      'eligible-for-a-part',
      'promise-will-break',
      'not-offered-there',
      'certificate-ends-with-edition',
      'closed-to-new-contracts',
      'nothing-on-record',
      'no-replica',
      'outside-horizon',
      'not-used',
      'very-many-cases',
      'nobody-scheduled',
      'trend-goes-far',
      'carries-nothing',
    ]);
  });
});
