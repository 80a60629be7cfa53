import { memo } from '../../memo.ts';
import type { WorldMap } from './countries.ts';

/** The countries. Redrawn only if a boundary changes; moving items are in a layer above. */
export const Land = memo(function Land(props: {
  readonly map: WorldMap;
  readonly viewBox: string;
  readonly eea: ReadonlySet<string>;
  /** Countries inside the selected promise; null: it has no boundary. */
  readonly inside: ReadonlySet<string> | null;
}) {
  const { eea, inside, map, viewBox } = props;
  return (
    <svg class="land" viewBox={viewBox} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      <path class="sea" d={map.path({ type: 'Sphere' })} />
      {map.countries.map(({ code, name, outline }) => (
        <path key={code || name} class={classOf(code, eea, inside)} d={outline} />
      ))}
    </svg>
  );
});

function classOf(code: string, eea: ReadonlySet<string>, inside: ReadonlySet<string> | null): string {
  const words = ['country'];
  if (eea.has(code)) words.push('eea');
  if (inside?.has(code) === true) words.push('bounded');
  return words.join(' ');
}
