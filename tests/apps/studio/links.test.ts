import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAnswers } from '../../../src/apps/studio/worker/answers.ts';
import { Refusal } from '../../../src/apps/studio/worker/work.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a link of the studio', () => {
  it.each(['__proto__', 'constructor', 'toString', 'scenarios/none.yaml'])(
    'to %s is refused as a scenario that is not next to the page',
    async (path) => {
      const scenarios = {
        files: { 'scenarios/a.yaml': 'meridian: 1' },
        scenarios: [],
        initial: 'scenarios/a.yaml',
      };
      vi.stubGlobal('location', { href: 'http://127.0.0.1/' });
      vi.stubGlobal('fetch', async () => new Response(JSON.stringify(scenarios)));
      const answers = createAnswers();
      expect(await answers.original({ path }, undefined as never)).toBeNull();
      const opened = answers.open({ path }, undefined as never);
      await expect(opened).rejects.toBeInstanceOf(Refusal);
      await expect(opened).rejects.toThrow(`${path} is not in the page's folder`);
    },
  );
});
