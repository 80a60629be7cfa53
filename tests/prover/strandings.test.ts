import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { startProof, startTrials, type TriedStranding } from '#prover';
import { loadScenario } from '../running.ts';

function strandingsOf(scenario: Scenario): readonly TriedStranding[] {
  const prover = startProof(scenario);
  while (prover.next());
  return prover.finish().strandings;
}

function tried(
  scenario: Scenario,
  strandings: readonly TriedStranding[],
  { noticesMax = 2_000_000, tries = 2 } = {},
): readonly TriedStranding[] {
  const trials = startTrials(scenario, strandings, { tries, noticesMax, engine: 'table' });
  while (trials.next());
  return trials.finish();
}

describe('strandings', () => {
  const scenario = loadScenario('german-night');
  const strandings = strandingsOf(scenario);

  it('name the places that must be down and the classes of cases that this strands', () => {
    expect(strandings).toContainEqual(
      expect.objectContaining({
        kind: 'nobody may work it',
        segment: 'premier',
        language: 'de',
        tier: 2,
        products: ['azure'],
        channels: ['e-mail', 'phone', 'web'],
        down: ['dublin'],
        onlyIf: [],
        unless: [],
        during: null,
      }),
    );
    const both = strandings.filter(({ down }) => down.join() === 'amsterdam-dc,dublin-dc');
    expect(both.map(({ kind }) => kind)).toEqual(['its data cannot be read', 'no place for its data']);
    expect(both.map(({ onlyIf }) => onlyIf)).toEqual([['both hold its copies'], ['it is not stored yet']]);
  });

  it('call data at one place unreachable only if its replica was not made, and name who could have held it', () => {
    const single = strandings.filter(
      ({ down, kind }) => kind === 'its data cannot be read' && down.length === 1,
    );
    expect(single.map(({ down, onlyIf, others }) => [down, onlyIf, others])).toContainEqual([
      ['dublin-dc'],
      ['its replica was not made, since amsterdam-dc could not take it'],
      ['amsterdam-dc'],
    ]);
    for (const { onlyIf } of single) expect(onlyIf[0]).toContain('its replica was not made');
  });

  it('say when, if the law makes the difference', () => {
    // Agents in London may work Croatian cases once Croatia is in the EEA.
    const dated = strandingsOf(loadScenario('zagreb-2014')).filter(({ during }) => during !== null);
    expect(dated.length).toBeGreaterThan(0);
    for (const { during } of dated) expect(during?.[0]?.toMs).toBeGreaterThan(during?.[0]?.fromMs ?? 0);
  });

  it('name the emergency that lets a case proceed', () => {
    const premier = strandingsOf(loadScenario('break-glass')).filter(
      ({ kind, segment }) => kind === 'nobody may work it' && segment === 'premier',
    );
    expect(premier.length).toBeGreaterThan(0);
    for (const { unless } of premier) expect(unless).toEqual(['it is opened to others in an emergency']);
  });
});

describe('trials of strandings', () => {
  const scenario = loadScenario('german-night');
  const strandings = strandingsOf(scenario);

  it('take the places down and reproduce each finding of a small scenario', () => {
    expect(scenario.dataCentres.every(({ plannedOutages }) => plannedOutages.length === 0)).toBe(true);
    for (const { down, kind, trial } of tried(scenario, strandings)) {
      expect(trial?.met, `${kind}: ${down.join()}`).not.toBeNull();
      expect(trial?.gotOn, `${kind}: ${down.join()}`).toBeNull();
    }
  });

  it('contradict a finding that leaves out a condition', () => {
    const alone = strandings.find(({ down, kind }) => kind === 'nobody may work it' && down.length === 2);
    const wrong = { ...(alone as TriedStranding), down: ['sofia'] };
    const [shown] = tried(scenario, [wrong]);
    expect(shown?.trial?.gotOn).not.toBeNull();
  });

  it('try dated findings in their time, and ignore what happens outside it', () => {
    const dated = loadScenario('zagreb-2014');
    for (const { during, trial } of tried(dated, strandingsOf(dated))) {
      expect(trial?.gotOn, JSON.stringify(during)).toBeNull();
      expect(trial?.met, JSON.stringify(during)).not.toBeNull();
    }
  });

  it('see cases proceed if an emergency opens them', () => {
    const emergencies = loadScenario('break-glass');
    const shown = tried(emergencies, strandingsOf(emergencies), { tries: 1 });
    const gotOn = shown.filter(({ trial }) => trial?.gotOn !== null);
    expect(gotOn.length).toBeGreaterThan(0);
    for (const { unless } of gotOn) expect(unless.length).toBeGreaterThan(0);
  });

  it('stop after a given number of notices, and say what was not tried', () => {
    const shown = tried(scenario, strandings, { noticesMax: 3000 });
    const untried = shown.filter(({ trial }) => trial === null);
    expect(untried.length).toBeGreaterThan(0);
    expect(untried.length).toBeLessThan(shown.length);
  });

  it('are reproducible', () => {
    const some = { noticesMax: 20_000 };
    expect(tried(scenario, strandings, some)).toEqual(tried(scenario, strandings, some));
  });
});
