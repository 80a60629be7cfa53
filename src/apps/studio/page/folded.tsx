import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** What is drawn only when somebody unfolds it. */
export function Folded(props: { readonly title: string; readonly children: () => ComponentChildren }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {isOpen ? props.children() : null}
    </details>
  );
}
