import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAnswers } from '../../../src/apps/studio/worker/answers.ts';
import type { Work } from '../../../src/apps/studio/worker/work.ts';
import { ROOT } from '../../running.ts';

const work: Work = { signal: new AbortController().signal, progress() {}, async breathe() {} };
const path = 'scenarios/three-centres/scenario.yaml';
const text = readFileSync(join(ROOT, path), 'utf8');
const withoutNight = text.replace('night: { agents: 2, days', 'night: { agents: 0, days');

beforeAll(() => {
  vi.stubGlobal('location', { href: 'http://127.0.0.1/' });
  const library = readFileSync(join(ROOT, 'dist/studio/scenarios.json'));
  vi.stubGlobal('fetch', async () => new Response(library));
});
afterAll(() => vi.unstubAllGlobals());

describe('the studio', () => {
  it('says in the editor in which hours nobody is scheduled, and worst where', async () => {
    const { check } = createAnswers();
    const [covered = ''] = (await check({ path, text }, work)).coverage;
    expect(covered).toBe('Every segment has a qualified agent who may see its cases on shift at all hours.');
    expect(withoutNight).not.toBe(text);
    const [open, worst] = (await check({ path, text: withoutNight }, work)).coverage;
    expect(open).toBe(
      '1 of 3 segments has hours in which customers ask and no qualified agent who may see the case is on shift.',
    );
    expect(worst).toMatch(/^Worst: Germany.*: .*00–0\d:00.*hours a week \(Europe\/Berlin time\)\.$/);
    expect((await check({ path, text: 'meridian: 1' }, work)).coverage).toEqual([]);
  });

  it('draws the uncovered hours of a run', async () => {
    const run = { path, seed: null, until: '2 days', breach: null };
    const { drawings } = await createAnswers().run({ ...run, text: withoutNight }, work);
    expect(drawings.coverage).toContain('Hours without a qualified agent who may see the case: Germany');
  });
});
