import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { TableSubject } from './tables/about-run.ts';
import { TableTools } from './tables/table-tools.tsx';

/** A region with scrolling must be reachable by keyboard. */
export const REACHED = { tabIndex: 0 } as const;

/** A scrolling region, whose tables can be saved. */
export function Scroll(props: {
  readonly label: string;
  readonly style?: string;
  /** Subject of its tables, for saved files. Default: something other than the open run. */
  readonly subject?: TableSubject;
  readonly children: ComponentChildren;
}) {
  const { children, label, style = '', subject = 'other' } = props;
  const section = useRef<HTMLElement>(null);
  return (
    <section ref={section} class={`scroll ${style}`} aria-label={label} {...REACHED}>
      {children}
      <TableTools within={section} label={label} subject={subject} />
    </section>
  );
}
