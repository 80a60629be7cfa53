import { useEffect, useState } from 'preact/hooks';
import type { DroppedFile } from '../../../protocol.ts';

/** Lists a folder. The browser returns entries in portions, and an empty portion at the end. */
function listed(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function below(entry: FileSystemEntry): Promise<readonly DroppedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile)
    return [{ path, bytes: await (await fileOf(entry as FileSystemFileEntry)).arrayBuffer() }];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: DroppedFile[] = [];
  for (;;) {
    const some = await listed(reader);
    if (some.length === 0) return files;
    for (const one of some) files.push(...(await below(one)));
  }
}

/** All dropped files, including those in folders. */
export async function droppedFiles(transfer: DataTransfer | null): Promise<readonly DroppedFile[]> {
  // Entries must be read before the first await.
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map(below))).flat();
}

export async function pickedFiles(list: FileList | null): Promise<readonly DroppedFile[]> {
  return Promise.all(
    [...(list ?? [])].map(async (file) => ({
      path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
      bytes: await file.arrayBuffer(),
    })),
  );
}

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
