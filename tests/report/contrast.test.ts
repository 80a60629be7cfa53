import { describe, expect, it } from 'vitest';
import { STYLESHEET } from '../../src/report/document/stylesheet.ts';

/** Relative luminance and contrast: WCAG 2.2, definitions. */
function luminance(colour: string): number {
  const digits =
    colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(left: string, right: string): number {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const schemes = [...STYLESHEET.matchAll(/:root\{([^}]*)\}/g)].map(([, body = '']) =>
  Object.fromEntries(
    [...body.matchAll(/--([a-z0-9]+):(#[0-9a-f]+)/g)].map(([, name, value]) => [name, value]),
  ),
);

describe('the stylesheet', () => {
  it('has the same colours for light and dark', () => {
    expect(schemes).toHaveLength(2);
    expect(Object.keys(schemes[1] ?? {}).sort()).toEqual(Object.keys(schemes[0] ?? {}).sort());
  });

  it.each([0, 1])('has text with a contrast of at least 4.5 (scheme %i)', (scheme) => {
    const colour = (name: string) => schemes[scheme]?.[name] ?? '#000';
    const pairs = ['ink', 'soft', 'link', 'good', 'bad', 'unsure', 'm0', 'm1', 'm2'].flatMap((text) => [
      [text, 'panel'],
      [text, text.startsWith('m') ? 'area' : 'paper'],
    ]);
    const onCells = ['f0', 'f1', 'f2', 'f3', 'f4', 'weekend'].map((ground) => ['ink', ground]);
    for (const [text = '', ground = ''] of [...pairs, ...onCells]) {
      expect(contrast(colour(text), colour(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([0, 1])(
    'makes the colours of maps stronger step by step, with a target and without (scheme %i)',
    (scheme) => {
      const strength = (name: string) =>
        contrast(schemes[scheme]?.[name] ?? '', schemes[scheme]?.panel ?? '');
      for (const names of [
        ['s0', 's1', 's2', 's3', 's4', 's5', 's6'],
        ['s0', 's1', 's2', 'o0', 'o1', 'o2', 'o3'],
      ]) {
        const strengths = names.map(strength);
        strengths.slice(1).forEach((next, i) => {
          expect(next / (strengths[i] ?? 1), `${names[i]} to ${names[i + 1]}`).toBeGreaterThan(1.12);
        });
      }
    },
  );

  it.each([0, 1])(
    'has status and actions that can be read, and fills that can be seen (scheme %i)',
    (scheme) => {
      const colour = (name: string) => schemes[scheme]?.[name] ?? '#000';
      const texts = ['good', 'bad', 'unsure'].flatMap((name) => [
        [name, 'paper'],
        [name, `${name}w`],
      ]);
      const others = [
        ['event', 'paper'],
        ['link', 'wash'],
        ['onlink', 'link'],
        ['ink', 'hover'],
        ['soft', 'paper'],
        ['onh4', 'h4'],
        ...['h0', 'h1', 'h2', 'h3'].map((ground) => ['ink', ground]),
      ];
      for (const [text = '', ground = ''] of [...texts, ...others])
        expect(contrast(colour(text), colour(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      for (const fill of ['goodf', 'badf', 'unsuref', 'edge', 'before', 'data2'])
        expect(contrast(colour(fill), colour('panel')), fill).toBeGreaterThanOrEqual(3);
      // What is missing is seen beside what is reached.
      expect(contrast(colour('badf'), colour('data'))).toBeGreaterThanOrEqual(3);
    },
  );

  it.each([0, 1])('has shapes with a contrast of at least 1.2 against the panel (scheme %i)', (scheme) => {
    const colour = (name: string) => schemes[scheme]?.[name] ?? '#000';
    for (const name of [
      's0',
      's1',
      's2',
      's3',
      's4',
      's5',
      's6',
      'r0',
      'r1',
      'r2',
      'r3',
      'r4',
      'r5',
      'r6',
      'r7',
      'r8',
      't1',
      't2',
      't3',
    ]) {
      expect(contrast(colour(name), colour('panel')), name).toBeGreaterThanOrEqual(1.2);
    }
  });
});
