import type { ComponentChildren } from 'preact';

/** A region that may be larger than its place is scrolled by keyboard, so it has to be reached by it. */
export const REACHED = { tabIndex: 0 } as const;

export function Scroll(props: {
  readonly label: string;
  readonly style?: string;
  readonly children: ComponentChildren;
}) {
  const { children, label, style = '' } = props;
  return (
    <section class={`scroll ${style}`} aria-label={label} {...REACHED}>
      {children}
    </section>
  );
}
