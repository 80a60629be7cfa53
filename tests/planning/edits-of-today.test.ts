import { expect, it } from 'vitest';
import { editsOfToday } from '#planning';
import { loadSource, parseSource, plainAt } from '#scenario';
import { deskText } from '../apps/shared/two-centres.ts';
import { successOf } from '../running.ts';

/** Edits of a desk whose German day shift, 6 to 22 o'clock, has these breaks. */
function editsWith(breaks: string) {
  const shift = 'day: { agents: 2, from: "06:00", to: "22:00"';
  const text = deskText({}).replace(shift, `${shift}, breaks: [${breaks}]`);
  const source = successOf(
    loadSource({ path: 'a/b/scenario.yaml', text, readFile: () => ({ ok: false, problem: 'none' }) }),
  );
  return editsOfToday(source, successOf(parseSource(source)).scenario);
}

const movesIn = (breaks: string) =>
  editsWith(breaks)
    .filter(({ kind }) => kind === 'moved break')
    .map(({ path, source }) => plainAt(source, path));

it('moves one break by an hour, within its shift and apart from the others, and keeps its days', () => {
  expect(movesIn('{ days: mon-fri, from: "11:00", to: "11:30" }, { from: "12:00", to: "12:30" }')).toEqual([
    [
      { days: 'mon-fri', from: '10:00', to: '10:30' },
      { from: '12:00', to: '12:30' },
    ],
    // An hour later would lie on the second break.
    [
      { days: 'mon-fri', from: '11:00', to: '11:30' },
      { from: '13:00', to: '13:30' },
    ],
  ]);
  expect(movesIn('{ from: "06:30", to: "07:00" }')).toEqual([[{ from: '07:30', to: '08:00' }]]);
  expect(movesIn('{ from: "21:00", to: "21:30" }')).toEqual([[{ from: '20:00', to: '20:30' }]]);
});

it('tries nothing that a desk cannot do within a day', () => {
  const edits = editsWith('');
  expect(new Set(edits.map(({ kind }) => kind))).toEqual(new Set(['longer shift']));
  // No shift that may have begun starts earlier.
  for (const { path } of edits) expect(path.at(-1)).toBe('to');
});
