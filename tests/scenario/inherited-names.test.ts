import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ownMember } from '#base';
import { parseScenario } from '#scenario';
import { readFile } from './parsing.ts';

const path = 'scenarios/break-glass/scenario.yaml';
const text = readFileSync(path, 'utf8');

function withApprovers(approvers: string) {
  const changed = text.replace(/approvers: [\w/-]+/g, `approvers: ${approvers}`);
  expect(changed).not.toBe(text);
  return parseScenario({ path, text: changed, readFile });
}

describe('a name that every object inherits', () => {
  it.each([
    'toString/x',
    'constructor/valueOf',
    '__proto__/__proto__',
    'hasOwnProperty/toString',
    'toString',
  ])('is an unknown group of approvers, and not an exception: %s', (approvers) => {
    const parsed = withApprovers(approvers);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem.map(({ path: at }) => at).join()).toContain('approvers');
  });

  it('is not found among members that do not have it', () => {
    const members: Record<string, number> = { a: 1 };
    expect([
      ownMember(members, 'a'),
      ownMember(members, 'toString'),
      ownMember(members, '__proto__'),
    ]).toEqual([1, undefined, undefined]);
  });
});
