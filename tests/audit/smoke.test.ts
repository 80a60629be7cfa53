import { expect, it } from 'vitest';
import { quietDay } from './ledger-builder.ts';
it('x', () => { const r = quietDay().audit(); console.log(JSON.stringify(r, null, 1)); expect(r.verdict).toBe('clean'); });
