import type { NearMiss, NearMisses } from '#audit';
import { formatCount, formatMinute, NOTHING, plural } from '#base';
import type { Markup } from '../document/markup.ts';
import { drawn } from '../document/page.ts';
import { fold, list, numbered, type Part, pageTable, section, table } from '../document/parts.ts';
import { inNumbers, inSentences, inWords, type TextColumn } from '../document/table.ts';

/** Number per invariant on a page, and in a terminal. */
const TOLD_MAX = 10;
const TOLD_MAX_IN_TERMINAL = 3;

const LOOKED = inNumbers('Looked at', ({ looked }: NearMisses) => formatCount(looked));

function foundIn({ looked, near }: NearMisses): string {
  return looked === 0 ? NOTHING : formatCount(near);
}

/** The near misses, by invariant; nothing if the audit did not look for them. */
export function nearMissesPart(
  nearMisses: readonly NearMisses[],
  startEpochMs: number,
  most = TOLD_MAX,
): Part {
  if (nearMisses.length === 0) return null;
  const near = nearMisses.reduce((sum, one) => sum + one.near, 0);
  const found = nearMisses.filter((one) => one.near > 0);
  const others = nearMisses.filter((one) => one.near === 0);
  const looked = others.reduce((sum, one) => sum + one.looked, 0);
  return section(plural(near, 'near miss', 'near misses'), [
    'Acts that came close to a violation, found in the same pass over the ledger. Similar acts are listed once, by the closest of them.',
    found.length === 0 ? null : rowsPart('The closest acts', found, startEpochMs, most),
    others.length === 0
      ? null
      : fold(
          `What else was looked for: ${plural(looked, 'act')} by ${plural(others.length, 'rule')}, none of them near`,
          rowsPart('What else was looked for', others, startEpochMs, most),
        ),
  ]);
}

function rowsPart(
  caption: string,
  nearMisses: readonly NearMisses[],
  startEpochMs: number,
  most: number,
): Markup {
  return pageTable(nearMisses, {
    caption,
    columns: [
      inWords('Id', ({ id }) => id),
      inSentences('What counts as one', ({ definition }) => definition),
      LOOKED,
      inNumbers('Near', foundIn, { state: (one) => (one.near > 0 ? 'unsure' : null) }),
    ],
    below: ({ closest }) =>
      closest.length === 0
        ? null
        : drawn(numbered(closest.slice(0, most).map((miss) => nearMissSentence(miss, startEpochMs)))),
    isFolding: true,
  });
}

/** For a terminal: the table of near misses, followed by the closest ones in words. */
export function nearMissText(
  nearMisses: readonly NearMisses[],
  titleOf: (id: string) => string,
  startEpochMs: number,
): readonly Part[] {
  if (nearMisses.length === 0) return [];
  const columns: readonly TextColumn<NearMisses>[] = [
    inWords('Near misses', ({ id }) => `${id.padEnd(4)} ${titleOf(id)}`),
    LOOKED,
    inNumbers('Near', foundIn),
  ];
  return [
    table(nearMisses, { caption: 'Near misses', columns }),
    ...nearMisses
      .filter(({ closest }) => closest.length > 0)
      .map(({ closest, definition, id }) => [
        `${id} counts: ${definition}`,
        list(closest.slice(0, TOLD_MAX_IN_TERMINAL).map((miss) => nearMissSentence(miss, startEpochMs))),
      ]),
  ];
}

/** When it happened, in which case, what it was, and how often the same occurred. */
function nearMissSentence({ alike, caseNumber, message, timeMs }: NearMiss, startEpochMs: number): string {
  const others = alike === 1 ? '' : ` (and ${formatCount(alike - 1)} like it)`;
  return `${formatMinute(startEpochMs + timeMs)} UTC, case ${caseNumber}: ${message}${others}`;
}
