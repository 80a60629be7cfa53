import type { ComponentChildren } from 'preact';
import type { WorldFacts } from '../../../protocol.ts';

/** The legend of the map. */
export function Legend({ promise }: { readonly promise: WorldFacts['promises'][number] | null }) {
  const zone = promise === null ? null : promise.storage === null ? promise.accessZone : promise.storageZone;
  return (
    <ul class="legend world-legend">
      <Key swatch="eea-key">European Economic Area on that day</Key>
      {zone === null ? null : <Key swatch="bounded-key">inside the boundary ({zone})</Key>}
      <Key swatch="night-key">night, with its twilights</Key>
      <Key swatch="s0 round">idle</Key>
      <Key swatch="s6 round">all busy; size: agents on duty</Key>
      <Key swatch="closed-key round">closed</Key>
      <Key swatch="waiting-key round">waiting customers</Key>
      <Key swatch="queue-key round">queue of a centre</Key>
      <Key swatch="diamond">data centre; size and number: live copies</Key>
      <Key swatch="seen line-key">seen or copied, no transfer</Key>
      <Key swatch="on-a-basis line-key">transfer on a legal basis</Key>
      <Key swatch="without-a-basis line-key">transfer without one</Key>
      <Key swatch="outside line-key">outside the promise</Key>
      <Key swatch="hand-over line-key">handed over</Key>
    </ul>
  );
}

/** A swatch with its meaning. */
export function Key({ children, swatch }: { readonly swatch: string; readonly children: ComponentChildren }) {
  return (
    <li class="key">
      <span class={`swatch ${swatch}`} aria-hidden="true" />
      <span>{children}</span>
    </li>
  );
}
