import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** Contents that are drawn only once they are unfolded. */
export function Folded(props: { readonly title: string; readonly children: () => ComponentChildren }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {isOpen ? props.children() : null}
    </details>
  );
}
