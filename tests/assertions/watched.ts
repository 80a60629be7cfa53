import { readFileSync } from 'node:fs';
import { type Mutation, OTHER } from './arithmetic.ts';

/** The environment variable that names the file to which a watched bundle writes. */
export const WATCHED = 'WATCHED';

/**
 * The bundle, which also writes a byte for each place when it ends: 1 if the replacement would have given another value at least once. A
 * bundle that is changed in a place whose byte is 0 does exactly the same, since every value in it is the same.
 */
export function watched(bundle: string, mutations: readonly Mutation[]): string {
  // What stands before, instead of, or behind a piece of the bundle. Expressions that begin at one place come outer first, and end inner first.
  const [openings, closings, commas] = [
    new Map<number, string>(),
    new Map<number, string>(),
    new Set<number>(),
  ];
  const open = (at: number, text: string) => openings.set(at, `${openings.get(at) ?? ''}${text}`);
  mutations.forEach(({ end, from, start, whole }, n) => {
    const call = `${NAMES[from]}(${n},`;
    open(isSum(from) ? end : whole[0], call);
    closings.set(whole[1], `)${closings.get(whole[1]) ?? ''}`);
    if (!isSum(from) && !isStep(from)) commas.add(start);
  });
  const stops = [...new Set([0, ...openings.keys(), ...closings.keys(), ...commas, bundle.length])];
  stops.sort((one, other) => one - other);
  const lengths = new Map(mutations.map(({ end, start }) => [start, end - start]));
  const pieces = stops.map((at, i) => {
    const piece = bundle.slice(at, stops[i + 1] ?? bundle.length);
    const own = commas.has(at) ? `,${piece.slice(lengths.get(at))}` : piece;
    return `${closings.get(at) ?? ''}${openings.get(at) ?? ''}${own}`;
  });
  return `${functions(mutations.length)}${pieces.join('')}`;
}

const isStep = (operator: string) => operator === '++' || operator === '--';
const isSum = (operator: string) => operator === '+=' || operator === '-=';

const NAMES = Object.fromEntries(Object.keys(OTHER).map((operator, n) => [operator, `$watched${n}`]));

/** A function for each operator, which notes whether the other one would give something else. Big numbers are not tried. */
function functions(count: number): string {
  const own = Object.entries(OTHER).map(([operator, other]) => {
    const name = NAMES[operator];
    if (isStep(operator)) return `const ${name} = (n, value) => { $differs[n] = 1; return value; };`;
    if (isSum(operator))
      return `const ${name} = (n, value) => { if (value !== 0) $differs[n] = 1; return value; };`;
    return `const ${name} = (n, one, two) => {
      const value = one ${operator} two;
      if ($differs[n] === 0 && (typeof one === 'bigint' || value !== one ${other} two)) $differs[n] = 1;
      return value;
    };`;
  });
  return `import { writeFileSync as $write } from 'node:fs';
    const $differs = new Uint8Array(${count});
    ${own.join('\n')}
    process.on('exit', () => $write(process.env.${WATCHED}, $differs));\n`;
}

/** Of each place, whether its replacement would have made a difference in the run that wrote the file. */
export function differences(file: string): (place: number) => boolean {
  const bytes = readFileSync(file);
  return (place) => bytes[place] === 1;
}
