import type { ScenarioText } from '../protocol.ts';

/** Of all files together, bytes: a folder that was picked may hold anything. */
const BYTES_MAX = 100_000_000;
/** Where single files are put: what they extend lies beside them. */
const SINGLE = 'files';

/** The texts among the picked files that scenarios are made of. Others are not read. */
export async function textsOf(list: FileList | null): Promise<readonly ScenarioText[]> {
  const files = [...(list ?? [])].filter(({ name }) => /\.(ya?ml|csv)$/i.test(name));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > BYTES_MAX)
    throw new Error(
      `these files have ${Math.round(bytes / 1e6)} MB: pick a folder with scenarios only, at most ${BYTES_MAX / 1e6} MB`,
    );
  return Promise.all(
    files.map(async (file) => ({
      path: file.webkitRelativePath === '' ? `${SINGLE}/${file.name}` : file.webkitRelativePath,
      text: await file.text(),
    })),
  );
}
