import type { ScenarioText } from '../protocol.ts';

/** Limit for all files together, bytes: a picked folder may contain anything. */
const BYTES_MAX = 100_000_000;
/** Folder for single files, so that they are next to the files that they extend. */
const SINGLE = 'files';

/** The texts of scenarios among the picked files. Does not read other files. */
export async function textsOf(list: FileList | null): Promise<readonly ScenarioText[]> {
  const files = [...(list ?? [])].filter(({ name }) => /\.(ya?ml|csv)$/i.test(name));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > BYTES_MAX)
    throw new Error(
      `these files have ${Math.round(bytes / 1e6)} MB in total, and the limit is ${BYTES_MAX / 1e6} MB: choose a folder that contains only scenarios`,
    );
  return Promise.all(
    files.map(async (file) => ({
      path: file.webkitRelativePath === '' ? `${SINGLE}/${file.name}` : file.webkitRelativePath,
      text: await file.text(),
    })),
  );
}
