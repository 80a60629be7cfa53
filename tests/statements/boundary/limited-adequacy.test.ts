import { describe, expect, it } from 'vitest';
import { boundaryStatement } from '#statements';
import { evidenceOf } from '../../exports/evidence-of.ts';
import { loadScenario } from '../../running.ts';

/** `scenarios/toronto`: a limited decision covers one company until a day, and of another nothing is said. */

describe('the boundary statement of a run that relies on a limited decision', () => {
  const { sections } = boundaryStatement(evidenceOf(loadScenario('toronto')), null);
  const sentencesOf = (id: string) =>
    sections.find((section) => section.id === id)?.sentences.map(({ text }) => text) ?? [];

  it('calls the transfers temporary that end with what the scenario says of the company, and says who says so', () => {
    const [own] = sentencesOf('temporary').filter((text) => text.startsWith('Canadian affiliate'));
    expect(own).toContain(
      'It relies on an adequacy decision for the country (which covers the company, as the scenario says)',
    );
    expect(own).toMatch(/since 1 January 2004, until 6 November 2014/);
  });

  it('says of the other company that its transfers are not judged, and why', () => {
    const [partner] = sentencesOf('continuing').filter((text) => text.startsWith('Vancouver partner'));
    expect(partner).toContain('is not judged: ADEQUACY_CA is limited (recipients under Canadian PIPEDA)');
    expect(sentencesOf('continuing')[0]).toContain('149 are not judged');
  });
});
