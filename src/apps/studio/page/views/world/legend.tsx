import type { ComponentChildren } from 'preact';
import type { WorldFacts } from '../../../protocol.ts';
import type { Shown } from './arrows.ts';
import { STATES } from './centre-state.ts';

/** What states of centres mean; also the order of the legend. */
const MEANINGS: Readonly<Record<keyof typeof STATES, string>> = {
  open: '',
  busy: 'cases wait, all on duty are busy',
  nobody: 'open, but no shift',
  down: '',
  closed: '',
};

/** The legend of the map, for what its arrows show. */
export function Legend({
  promise,
  shown,
}: {
  readonly promise: WorldFacts['promises'][number] | null;
  readonly shown: Shown;
}) {
  const zone = promise === null ? null : promise.storage === null ? promise.accessZone : promise.storageZone;
  return (
    <ul class="legend world-legend">
      {Object.entries(MEANINGS).map(([state, meaning]) => (
        <Key key={state} swatch={`mark ${state}`}>
          <b>{STATES[state as keyof typeof STATES]}</b> {meaning}
        </Key>
      ))}
      {zone === null ? null : <Key swatch="bounded-key">inside the boundary ({zone})</Key>}
      {shown === 'cases' ? (
        <>
          <Key swatch="line-key taken">taken by an agent, from the customer’s country</Key>
          <Key swatch="line-key hand-over">passed on</Key>
          {zone === null ? null : <Key swatch="line-key leaves">either, out of the boundary</Key>}
        </>
      ) : (
        <>
          <Key swatch="eea-key">European Economic Area on that day</Key>
          <Key swatch="diamond">data centre</Key>
          <Key swatch="line-key seen">seen or copied, no transfer</Key>
          <Key swatch="line-key on-a-basis">transfer on a legal basis</Key>
          <Key swatch="line-key without-a-basis">transfer without one</Key>
          <Key swatch="line-key outside">outside the promise</Key>
        </>
      )}
    </ul>
  );
}

/** A swatch with its meaning. */
function Key({ children, swatch }: { readonly swatch: string; readonly children: ComponentChildren }) {
  return (
    <li class="key">
      <span class={`swatch ${swatch}`} aria-hidden="true" />
      <span>{children}</span>
    </li>
  );
}
