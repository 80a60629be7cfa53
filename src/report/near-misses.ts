import type { NearMisses } from '#audit';
import { formatCount, plural } from '#base';
import { section } from './evidence-parts.ts';
import { listOf, storyRow } from './invariant-table.ts';
import { type Child, element, type Markup, scrolling } from './markup.ts';
import { nearMissSentence } from './near-miss-text.ts';

/** Number per invariant; the terminal lists fewer. */
const TOLD_MAX = 10;

/** The near misses, by invariant; nothing if the audit did not look for them. */
export function renderNearMisses(nearMisses: readonly NearMisses[], startEpochMs: number): Markup | null {
  if (nearMisses.length === 0) return null;
  const near = nearMisses.reduce((sum, one) => sum + one.near, 0);
  return section(
    plural(near, 'near miss', 'near misses'),
    'Acts that came close to a violation, found in the same pass over the ledger. Similar acts are listed once, by the closest of them.',
    scrolling(
      'Near misses',
      element(
        'table',
        { class: 'invariants' },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, 'Id'),
            element('th', { scope: 'col' }, 'What counts as one'),
            element('th', { scope: 'col', class: 'n' }, 'Looked at'),
            element('th', { scope: 'col', class: 'n' }, 'Near'),
          ),
        ),
        element(
          'tbody',
          {},
          nearMisses.map((one) => [renderRow(one), renderClosest(one, startEpochMs)]),
        ),
      ),
    ),
  );
}

function renderRow({ definition, id, looked, near }: NearMisses): Markup {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, id),
    element('td', { class: 'sentence' }, definition),
    element('td', { class: 'n' }, formatCount(looked)),
    element('td', { class: near > 0 ? 'n unsure' : 'n' }, looked === 0 ? '–' : formatCount(near)),
  );
}

function renderClosest({ closest }: NearMisses, startEpochMs: number): Child {
  if (closest.length === 0) return null;
  const told = closest.slice(0, TOLD_MAX).map((miss) => nearMissSentence(miss, startEpochMs));
  return storyRow(listOf(told));
}
