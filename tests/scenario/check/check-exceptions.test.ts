import { describe, expect, it } from 'vitest';
import { parseOverMinimal, scenarioOf } from '../parsing.ts';

/** Warnings about exceptions to the work of the minimal scenario, which has phone calls of severity B about mail; with more, as YAML. */
function warningsOf(exceptions: string, more = ''): readonly (readonly [path: string, message: string])[] {
  const { warnings } = scenarioOf(parseOverMinimal(`work: { exceptions: [${exceptions}] }\n${more}`));
  return warnings.map(({ message, path }) => [path, message]);
}

const NOBODY = 'no case has all these attributes';
const hidden = (key: string) => `has no effect: earlier exceptions say '${key}' for all these cases`;

describe('an exception', () => {
  it('without a case that it matches gets a warning', () => {
    expect(warningsOf('{ channel: web, balking: 0.1 }, { severity: B, balking: 0.1 }')).toEqual([
      ['work.exceptions[0]', NOBODY],
    ]);
    expect(warningsOf('{ severity: [A, C], balking: 0.1 }')).toEqual([['work.exceptions[0]', NOBODY]]);
    const other = `
products: { mail: {}, chat: {} }
`;
    expect(warningsOf('{ product: chat, handle: fixed 1 min }', other)).toEqual([
      ['work.exceptions[0]', NOBODY],
    ]);
  });

  it('matches cases that get its severity or its channel later', () => {
    const written = `
segments: { irish: { channels: { phone: null, web: 1 } } }
`;
    const work = (more: string) =>
      scenarioOf(
        parseOverMinimal(
          `work: { exceptions: [{ severity: A, channel: web, handle: fixed 1 min }], ${more} }\n${written}`,
        ),
      ).warnings.map(({ path }) => path);
    expect(work('closing: 1 day')).toEqual(['work.exceptions[0]']);
    expect(work('severityRaise: { share: 0.1, after: fixed 1 min }')).toEqual([]);
    const retry = 'retry: { phone: { share: 0.1, after: fixed 1 min, channel: web } }';
    const again = parseOverMinimal(
      `work: { exceptions: [{ channel: web, handle: fixed 1 min }], ${retry} }\n` +
        'centres: { dublin: { groups: { all: { channels: all } } } }\n',
    );
    expect(scenarioOf(again).warnings).toEqual([]);
  });

  it('whose key earlier ones hide gets a warning at the key', () => {
    const both = '{ segment: irish, balking: 0.1, patience: none }, { product: mail, balking: 0.2 }';
    expect(warningsOf(both)).toEqual([['work.exceptions[1].balking', hidden('balking')]]);
    // Hidden by two together.
    const two = `
segments: { irish: { severities: { A: 0.5, B: 0.5 } } }
`;
    const three =
      '{ severity: A, patience: none }, { severity: B, patience: none }, { patience: fixed 1 min }';
    expect(warningsOf(three, two)).toEqual([['work.exceptions[2].patience', hidden('patience')]]);
    expect(warningsOf('{ severity: A, patience: none }, { patience: fixed 1 min }', two)).toEqual([]);
  });

  it('is hidden tier by tier', () => {
    const first = '{ handle: { tier1: fixed 1 min } }';
    expect(warningsOf(`${first}, { handle: fixed 2 min }`)).toEqual([]);
    expect(warningsOf(`${first}, { handle: { tier1: fixed 2 min } }`)).toEqual([
      ['work.exceptions[1].handle', hidden('handle')],
    ]);
    expect(warningsOf('{ afterContact: none }, { afterContact: { tier3: fixed 2 min } }')).toEqual([
      ['work.exceptions[1].afterContact', hidden('afterContact')],
    ]);
  });

  it('is hidden by an earlier one in the same hours, but not by one that leaves some hours', () => {
    const inHours = (hours: string, minutes: number) => `{ hours: "${hours}", handle: fixed ${minutes} min }`;
    expect(warningsOf(`${inHours('sat-sun', 1)}, ${inHours('mon-fri', 2)}, { handle: fixed 3 min }`)).toEqual(
      [],
    );
    expect(warningsOf(`{ handle: fixed 3 min }, ${inHours('sat-sun', 1)}`)).toEqual([
      ['work.exceptions[1].handle', hidden('handle')],
    ]);
  });

  it('is one of at most 1000', () => {
    const many = Array.from({ length: 1001 }, () => '{ balking: 0.1 }').join(', ');
    const parsed = parseOverMinimal(`work: { exceptions: [${many}] }\n`);
    expect(!parsed.ok && parsed.problem.map(({ code }) => code)).toEqual(['too-many']);
  });
});

describe('a service level', () => {
  const level = (more: string) => `{ channel: phone, severity: all, target: 0.8, ${more} }`;
  const found = (...levels: readonly string[]) => {
    const parsed = parseOverMinimal(`serviceLevels: [${levels.join(', ')}]\n`);
    return (parsed.ok ? parsed.value.warnings : parsed.problem).map(({ code, path }) => `${code} ${path}`);
  };

  it('that earlier ones leave no cases gets a warning', () => {
    expect(found(level('within: 1 min'), level('within: 2 min'))).toEqual(['not-used serviceLevels[1]']);
    expect(found(level('within: 1 min, segment: irish'), level('within: 2 min'))).toEqual([
      'not-used serviceLevels[1]',
    ]);
  });

  it('can be written once for each time, segment, channel and severity', () => {
    const own = level('within: 1 min, segment: irish');
    expect(found(own, own)).toEqual(['duplicate-entry serviceLevels[1]']);
    expect(found(level('within: 1 min'), level('within: 1 min'))).toEqual([
      'duplicate-entry serviceLevels[1]',
    ]);
  });
});
