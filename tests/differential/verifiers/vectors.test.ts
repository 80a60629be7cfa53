import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { JUDGED_OUTSIDE } from '../../../src/bundle/format/bundle-format.ts';
import { writeFiles } from './core-bundle.ts';
import { secondVerdicts } from './second-verifier.ts';
import { expectedAnswer, vectors } from './vectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'meridian-vectors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the vectors for writers of verifiers', () => {
  const made = vectors();
  const expected = made.map(expectedAnswer);

  it('are in order, or damaged, or break each of the promises', () => {
    const names = expected.filter(({ isSound }) => isSound).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('damaged-'))).toEqual([]);
    expect(expected.filter(({ isSound, name }) => !isSound && !name.startsWith('damaged-'))).toEqual([]);
    for (const id of JUDGED_OUTSIDE) {
      const own = expected.find(({ name }) => name === `broken-${id}`);
      expect(own?.broken, id).toContain(id);
    }
    const formats = made.map(({ files }) => Buffer.from(files.get('scenario.json') ?? []).toString('utf8'));
    expect(formats.some((text) => text.includes('"format":2'))).toBe(true);
    expect(formats.some((text) => text.includes('"format":3'))).toBe(true);
  });

  it('are answered by the second verifier as expected', () => {
    for (const { files, name } of made) writeFiles(join(folder, name), files);
    const answers = secondVerdicts(made.map(({ name }) => ({ bundle: join(folder, name), core: true })));
    for (const [i, { broken, cases, isSound, judged, judgedNow, name }] of expected.entries()) {
      const answer = answers[i] ?? expect.unreachable();
      expect(answer.isSound, name).toBe(isSound);
      if (!isSound) continue;
      expect(answer, name).toMatchObject({ cases, judged, judgedNow });
      expect(broken.every((id) => (answer.judged?.[id]?.violations ?? 0) > 0)).toBe(true);
    }
  });
});
