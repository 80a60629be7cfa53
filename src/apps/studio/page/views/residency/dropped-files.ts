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
