import { UserProblem } from '#base';

/**
 * Loads a package that is not installed with this one, because it is large and few need it. Throws a UserProblem where it is missing,
 * which says how to install it, or what to do without.
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
    throw new UserProblem(`this needs the package ${name}: npm install ${name}@${version}`, without);
  }
}
