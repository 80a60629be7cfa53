import { refuse } from '../shared/problem.ts';

/**
 * Loads an optional package, which is not installed by default because it is large and rarely needed. If it is
 * missing, the problem says how to install it or do without it.
 */
export async function loadPackage<Module>(
  name: string,
  version: string,
  load: () => Promise<Module>,
  without: string,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    return refuse(`this needs the package ${name}: npm install ${name}@${version}`, without);
  }
}
