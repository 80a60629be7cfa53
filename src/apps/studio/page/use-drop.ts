import { useEffect, useState } from 'preact/hooks';
import type { DroppedFile } from '../protocol.ts';
import { droppedFiles } from './views/residency/dropped-files.ts';

/**
 * Files may be dropped anywhere on the page, which the browser would leave for them otherwise; the editor takes those that are dropped on it. Gives
 * whether some are being dragged over the page now.
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
      // It leaves the page where there is nothing that it comes to.
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
