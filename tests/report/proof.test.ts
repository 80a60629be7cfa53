import { describe, expect, it } from 'vitest';
import { startProof } from '#prover';
import { renderProof } from '#report';
import { loadScenario } from '../running.ts';

describe('the page of a proof', () => {
  const scenario = loadScenario('london-2020');
  const prover = startProof({ ...scenario, name: '<london>' });
  while (prover.next());
  const proof = prover.finish();
  const stories = { R1: { lines: ['first', '', '<b>second</b>'], reached: 'Met in simulation' } };
  const page = renderProof({ proof, stories });

  it('tells what holds, and how the rest is broken', () => {
    expect(page.match(/✓ holds in all runs/g)).toHaveLength(11);
    expect(page.match(/nothing to judge/g)).toHaveLength(4);
    expect(page).toContain('✕ broken by');
    expect(page).toContain('<li>first</li><li>&lt;b&gt;second&lt;/b&gt;</li>');
    expect(page).toContain('Met in simulation');
  });

  it('draws who is stranded by what, with the same as a table', () => {
    expect(page).toContain('premier, de, tier 1');
    expect(page).toContain('stranded if dublin is down');
    const cells = page.match(/<rect class="(r0|r4|f0)"/g) ?? [];
    expect(cells.length).toBe(4 * 4);
  });

  it('has no script, no address, and no name that is not escaped', () => {
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(page).not.toContain('<london>');
  });
});
