import type { ScenarioListing } from '../../../../shared/scenario/scenario-listing.ts';

/** Scenarios to choose among, under a heading. */
export interface VariantGroup {
  readonly title: string;
  readonly scenarios: readonly ScenarioListing[];
}

/**
 * Scenarios related to the one at `path`, the closest first: those that extend it or that it extends, those in its
 * folder, then all others. Each appears in the first group that fits; empty groups are omitted.
 */
export function variantGroups(scenarios: readonly ScenarioListing[], path: string): readonly VariantGroup[] {
  const own = scenarios.find((one) => one.path === path);
  const fits: readonly (readonly [title: string, fits: (one: ScenarioListing) => boolean])[] = [
    ['Extend this scenario', ({ bases }) => bases.includes(path)],
    ['Extended by this scenario', (one) => own?.bases.includes(one.path) ?? false],
    ['In the same folder', (one) => folderOf(one.path) === folderOf(path)],
    ['Your other scenarios', ({ origin }) => origin !== 'shipped'],
    ['Shipped with Meridian', () => true],
  ];
  const groups = fits.map(([title]) => ({ title, scenarios: [] as ScenarioListing[] }));
  for (const one of scenarios) {
    if (one.path === path) continue;
    groups[fits.findIndex(([, isFit]) => isFit(one))]?.scenarios.push(one);
  }
  return groups.filter((group) => group.scenarios.length > 0);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
