import type { NearMisses } from '#audit';
import { formatCount, plural } from '#base';
import { inNumbers, inSentences, inWords } from '../document/columns.ts';
import { type Child, folded, type Markup, scrolling } from '../document/markup.ts';
import { renderTable } from '../document/table.ts';
import { section } from '../statements/evidence-parts.ts';
import { listOf } from './invariant-table.ts';
import { nearMissSentence } from './near-miss-text.ts';

/** Number per invariant; the terminal lists fewer. */
const TOLD_MAX = 10;

/** The near misses, by invariant; nothing if the audit did not look for them. */
export function renderNearMisses(nearMisses: readonly NearMisses[], startEpochMs: number): Markup | null {
  if (nearMisses.length === 0) return null;
  const near = nearMisses.reduce((sum, one) => sum + one.near, 0);
  const found = nearMisses.filter((one) => one.near > 0);
  const others = nearMisses.filter((one) => one.near === 0);
  const looked = others.reduce((sum, one) => sum + one.looked, 0);
  return section(
    plural(near, 'near miss', 'near misses'),
    'Acts that came close to a violation, found in the same pass over the ledger. Similar acts are listed once, by the closest of them.',
    found.length === 0 ? null : renderRows('The closest acts', found, startEpochMs),
    others.length === 0
      ? null
      : folded(
          `What else was looked for: ${plural(looked, 'act')} by ${plural(others.length, 'rule')}, none of them near`,
          renderRows('What else was looked for', others, startEpochMs),
        ),
  );
}

function renderRows(caption: string, nearMisses: readonly NearMisses[], startEpochMs: number): Markup {
  return scrolling(
    caption,
    renderTable(nearMisses, {
      caption,
      columns: [
        inWords('Id', ({ id }) => id),
        inSentences('What counts as one', ({ definition }) => definition),
        inNumbers('Looked at', ({ looked }) => formatCount(looked)),
        inNumbers('Near', ({ looked, near: found }) => (looked === 0 ? '–' : formatCount(found)), {
          state: (one) => (one.near > 0 ? 'unsure' : null),
        }),
      ],
      below: (one) => closestOf(one, startEpochMs),
      isFolding: true,
    }),
  );
}

function closestOf({ closest }: NearMisses, startEpochMs: number): Child {
  if (closest.length === 0) return null;
  return listOf(closest.slice(0, TOLD_MAX).map((miss) => nearMissSentence(miss, startEpochMs)));
}
