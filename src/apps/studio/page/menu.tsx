import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * A button with a panel below it. Escape, a press outside and the focus that leaves close it. The panel stays in the page while it is closed,
 * so that what it says can be found.
 */
export function Menu(props: {
  readonly label: string;
  /** What the button shows. */
  readonly face: ComponentChildren;
  readonly style?: string;
  /** At which end of the button the panel stands. */
  readonly side?: 'start' | 'end';
  readonly children: (close: () => void) => ComponentChildren;
}) {
  const { children, face, label, side = 'start', style = '' } = props;
  const [isOpen, setIsOpen] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setIsOpen(false);
  useEffect(() => {
    if (!isOpen) return;
    const leave = ({ target }: Event) => {
      if (target instanceof Node && host.current?.contains(target) === false) close();
    };
    const press = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      close();
      button.current?.focus();
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
      document.removeEventListener('keydown', press);
    };
  }, [isOpen]);
  return (
    <div ref={host} class={`menu ${style}`}>
      <button
        ref={button}
        type="button"
        class="quiet-button"
        aria-label={label}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {face}
      </button>
      <div class={`menu-panel ${side}`} hidden={!isOpen}>
        {children(close)}
      </div>
    </div>
  );
}
