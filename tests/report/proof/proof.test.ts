import { describe, expect, it } from 'vitest';
import { type Proof, startProof, type TriedStranding } from '#prover';
import { renderProof, renderProofText } from '#report';
import { loadScenario } from '../../running.ts';

const plain = { width: 100, colour: (_: string, text: string) => text };

function proofOf(name: string): Proof {
  const scenario = loadScenario(name);
  const prover = startProof({ ...scenario, name: '<london>' });
  while (prover.next());
  return prover.finish();
}

/** Lines of a paragraph, joined. */
const joined = (text: string) => text.replace(/\s+/g, ' ');

const proof = proofOf('london-2020');
const [finding] = proof.strandings as [TriedStranding, ...TriedStranding[]];

const unexplored = proof.notExplored.map(({ id }) => id);

describe('the text of a proof', () => {
  const text = renderProofText(proof, plain, new Set(['R22']));

  it('begins with three sentences: how many properties hold, which are broken (worst first), and how much was explored', () => {
    const answer = joined(text.split('\n\n')[0] ?? '');
    expect(answer).toBe(
      '<london>: all possible runs 14 of 16 properties hold in all possible runs; 6 more had nothing to judge. ' +
        'Broken, worst first: R22 "Countries that leave hold no copies" (met in simulation), R1 "Copies are where the promise allows". ' +
        `Of the auditor's invariants 8 are checked whole, 5 in part (R6, R10, R15, R18, R20) and ${unexplored.length} not at all ` +
        `(${unexplored.join(', ')}): what is left open is listed below.`,
    );
  });

  it('names the invariant of each property, whether it covers it wholly, and what it leaves open', () => {
    expect(text).toMatch(/^Nothing is left of an erased case +R15\.erased-whole +part +holds +\d+$/m);
    expect(text).toMatch(/^Erased data never comes back +R17 +whole +holds +\d+$/m);
    expect(joined(text)).toContain(
      'R15 Erasure, checked in part: when a closed case is erased: retention, grace and the timers that count them',
    );
    expect(joined(text)).toContain(
      'R23 No silent starvation, not checked: the exploration leaves open who waits, who is free, and why',
    );
    expect(joined(text)).toContain('R16: stricter than the invariant.');
  });

  it('says next to the answer what cannot be judged either way, and why', () => {
    const properties = proof.properties.map((property) =>
      property.id === 'R7'
        ? { ...property, verdict: 'undecided' as const, undecided: [{ reason: 'no opinion', acts: 1200 }] }
        : property,
    );
    const undecided = renderProofText({ ...proof, properties }, plain);
    expect(joined(undecided)).toMatch(
      /R7 "Transfers are recorded, on a valid basis": 1,200 of [\d,]+ checks are not judged: no opinion \(1,200\)\./,
    );
    expect(undecided).toMatch(/^13 of 16 properties hold/m);
    expect(undecided).toMatch(/ R7 +whole +undecided in 1,200 checks +\d+$/m);
    expect(renderProof({ title: 'A night', proof: { ...proof, properties }, stories: {} })).toContain(
      '<span class="unsure">? undecided in 1,200 checks</span>',
    );
  });

  it('states its assumptions', () => {
    expect(joined(text)).toContain(joined(proof.assumptions.join(' ')));
  });

  it('never gives only the title of an invariant that is partly checked', () => {
    const table = text.slice(text.indexOf('What was checked'), text.indexOf('Left open'));
    for (const { extent, partOf } of proof.properties) {
      if (extent === 'part') expect(table).not.toContain(partOf.title);
    }
  });

  it('gives each stranding its whole condition and the outcome of its trials', () => {
    const shown = (one: Partial<TriedStranding>) =>
      joined(renderProofText({ ...proof, strandings: [{ ...finding, ...one }] }, plain));
    const unread = {
      kind: 'its data cannot be read' as const,
      language: null,
      tier: null,
      products: [],
      down: ['dublin-dc'],
      onlyIf: ['its replica was not made, since amsterdam-dc could not take it'],
    };
    expect(shown(unread)).toContain(
      'stranded if dublin-dc is down, and only if its replica was not made, since amsterdam-dc could not take it: its data cannot be read. Not tried',
    );
    const met = { runs: 1, met: { replication: 0, caseNumber: 7 }, gotOn: null };
    expect(shown({ trial: met })).toContain('Met (case 7 of replication 0)');
    expect(shown({ trial: met })).toContain(
      '1 finding: 1 met in simulation, 0 tried and not met, 0 not tried.',
    );
    expect(shown({ trial: { ...met, met: null, runs: 3 } })).toContain('Not met in 3 tries');
    expect(shown({ trial: { ...met, gotOn: { replication: 1, caseNumber: 9 } } })).toContain(
      'case 9 of replication 1 proceeded nevertheless, AGAINST this finding',
    );
    expect(shown({ unless: ['it is opened to others in an emergency'] })).toContain(
      'unless it is opened to others in an emergency',
    );
    expect(shown({ during: [{ fromMs: 0, toMs: 86_400_000 }] })).toContain(
      'stranded from 2020-12-28T00:00Z to 2020-12-29T00:00Z if',
    );
  });
});

describe('many strandings by two failures', () => {
  const trial = { runs: 1, met: null, gotOn: null };
  const doubles = Array.from({ length: 13 }, (_, i) => ({ ...finding, down: [`a${i}`, 'b'], trial }));
  const shown = (strandings: readonly TriedStranding[]) =>
    joined(renderProofText({ ...proof, strandings }, plain));

  it('are only counted', () => {
    expect(shown(doubles)).toContain('and 13 combinations of two failures (--json lists them)');
    expect(shown(doubles)).not.toContain('a7 and b are down');
  });

  it('are listed if simulation contradicts them', () => {
    const against = { ...trial, gotOn: { replication: 0, caseNumber: 5 } };
    const text = shown(doubles.map((one, i) => (i === 7 ? { ...one, unless: [], trial: against } : one)));
    expect(text).toContain('a7 and b are down');
    expect(text).toContain('AGAINST this finding');
    expect(text).toContain('and 12 combinations of two failures');
  });
});

describe('the page of a proof', () => {
  const stories = {
    R1: { lines: ['first', '', '<b>second</b>'], reached: 'Met in simulation', isMet: true },
  };
  const page = renderProof({ title: 'A night', proof, stories });

  it('lists what holds and how the rest is broken', () => {
    expect(page.match(/✓ holds/g)).toHaveLength(14);
    expect(page.match(/nothing to judge/g)).toHaveLength(7);
    expect(page).toContain('✕ broken by');
    expect(page).toContain('<li>first</li><li>&lt;b&gt;second&lt;/b&gt;</li>');
    expect(page).toContain('Met in simulation');
    expect(page).toContain('Broken, worst first: R1 ');
  });

  it("says in each property's row what it leaves open of its invariant", () => {
    const rows = page.match(/<tr[^>]*><th scope="row"[^>]*>R15\.erased-whole<\/th>.*?<\/tr>/s) ?? [];
    expect(rows[0]).toContain('part of R15 Erasure. Left open: when a closed case is erased');
    expect(page).toContain('No property above covers this.');
    expect(page).toContain('Assumptions');
  });

  it('draws which outages strand which cases, with the same as a table', () => {
    expect(page).toContain('premier, de, tier 1');
    expect(page).toContain('stranded if dublin is down');
    expect(page).toContain('and only if its replica was not made');
    const cells = page.match(/<rect class="(r0|r4|f0)"/g) ?? [];
    expect(cells.length).toBe(4 * 4);
  });

  it('has no script, no address, and no unescaped name', () => {
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(page).not.toContain('<london>');
  });
});
