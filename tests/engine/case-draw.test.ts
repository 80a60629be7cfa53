import { describe, expect, it } from 'vitest';
import { Counter, uniformOf } from '#base';
import { createNullMeter } from '#statistics';
import { type CaseRecord, newCaseRecord } from '../../src/engine/cases/case-record.ts';
import { createDraws } from '../../src/engine/demand/case-draw.ts';
import { Source, streamTallies } from '../../src/engine/demand/source.ts';
import { buildWorld } from '../../src/engine/world/world.ts';
import { loadScenario } from '../running.ts';

const scenario = loadScenario('first-steps');
const world = buildWorld(scenario);
const tallies = streamTallies(world, createNullMeter());
const counterOf = (_: number, name: string) => new Counter('seed', 4, name);
const [first, second] = [0, 1].map((stream) => new Source(world, tallies, stream, 'seed', 4));

/** A case of the second stream that follows one of the first. */
function followUp(): CaseRecord {
  const record = newCaseRecord(0, second as Source);
  return Object.assign(record, { origin: first, ordinal: 12, episode: 3 });
}

describe('a draw that only some scenarios need', () => {
  it('is the word of its purpose, stream, case and contact', () => {
    const draw = createDraws(scenario, false, counterOf)('luck');
    const word = new Counter('seed', 4, `${scenario.streams[1]?.id}/luck`).word(12, 3);
    expect(draw.word(followUp())).toBe(word);
    expect(draw.uniform(followUp())).toBe(uniformOf(word));
  });

  it('continues with the draws of the first case where cases follow others', () => {
    const draw = createDraws(scenario, true, counterOf)('luck');
    expect(draw.word(followUp())).toBe(new Counter('seed', 4, `${scenario.streams[0]?.id}/luck`).word(12, 3));
  });

  it('has a purpose of its own', () => {
    const drawOf = createDraws(scenario, false, counterOf);
    drawOf('luck');
    expect(() => drawOf('luck')).toThrow('two draws have the purpose luck');
  });
});
