import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCENARIO_ISSUE_CODES, type ScenarioIssue } from '#scenario';
import { BAD_FOLDER, parseFile } from './parsing.ts';

/** `# expect: code line:col [in file]; …` in the first line of a bad file. */
function expectationsOf(path: string): readonly string[] {
  const [first = ''] = readFileSync(path, 'utf8').split('\n');
  const text = /^# expect: (.+)$/.exec(first)?.[1];
  if (text === undefined) throw new Error(`${path} does not say what to expect`);
  return text.split('; ');
}

function described(issue: ScenarioIssue, path: string): string {
  const elsewhere = issue.file === path ? '' : ` in ${issue.file.replace('tests/scenario/', '../')}`;
  return `${issue.code} ${issue.line}:${issue.column}${elsewhere}`;
}

const files = readdirSync(BAD_FOLDER).sort();

describe('bad scenario files', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThanOrEqual(100);
  });

  it.each(files)('%s yields exactly its issues, each at its place', (name) => {
    const path = `${BAD_FOLDER}/${name}`;
    const parsed = parseFile(path);
    const found = parsed.ok ? ['no issue'] : parsed.problem.map((issue) => described(issue, path));
    expect(found).toEqual(expectationsOf(path));
  });

  it.each(files)('%s: each issue points at the value that it quotes, and says what to do', (name) => {
    const parsed = parseFile(`${BAD_FOLDER}/${name}`);
    if (parsed.ok) throw new Error('no issue');
    for (const issue of parsed.problem) {
      expect(SCENARIO_ISSUE_CODES).toContain(issue.code);
      expect(issue.message).not.toBe('');
      expect(issue.remedy).not.toBe('');
      expect(issue.value.length).toBeLessThan(100);
      const line = readFileSync(issue.file, 'utf8').split('\n')[issue.line - 1] ?? '';
      expect(line.length, 'the column is inside of the line').toBeGreaterThanOrEqual(issue.column - 1);
      // Tags and containers are quoted in another form than they are written; escapes and ellipses as well.
      if (!/^[A-Za-z0-9.*_-]+$/.test(issue.value) || issue.code === 'tag-refused') continue;
      const here = line.slice(issue.column - 1).replace(/^["']/, '');
      expect(here.startsWith(issue.value), `'${here}' begins with '${issue.value}'`).toBe(true);
    }
  });

  it('cover most codes', () => {
    const named = new Set(
      files.flatMap((name) => expectationsOf(`${BAD_FOLDER}/${name}`)).map((text) => text.split(' ')[0]),
    );
    const uncovered = SCENARIO_ISSUE_CODES.filter((code) => !named.has(code));
    // Not reachable by a small file with a comment in its first line, or a warning; other tests have them.
    expect(uncovered).toEqual([
      'file-unreadable',
      'file-too-large',
      'too-many-values',
      'extends-too-long',
      'shift-partly-outside-hours',
      'eligible-for-a-part',
      'promise-will-break',
      'certificate-ends-with-edition',
      'no-replica',
      'outside-horizon',
      'not-used',
    ]);
  });
});
