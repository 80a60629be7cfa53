import { useEffect, useState } from 'preact/hooks';
import type { DroppedFile } from '../protocol.ts';
import { droppedFiles } from './views/residency/dropped-files.ts';

/**
 * Accepts files dropped anywhere on the page, for which the browser would otherwise leave it. The editor handles its
 * own drops. Returns whether files are being dragged over the page.
 */
export function useDrop(take: (files: Promise<readonly DroppedFile[]>) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const hasFiles = ({ dataTransfer, defaultPrevented }: DragEvent) =>
      !defaultPrevented && (dataTransfer?.types.includes('Files') ?? false);
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      // Without a related target, the pointer has left the page.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      take(droppedFiles(event.dataTransfer));
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}
