/** A package that is not installed with this one, because it is large and few need it. */
export class MissingPackage extends Error {
  constructor(name: string, version: string) {
    super(`this needs the package ${name}: npm install ${name}@${version}`);
  }
}

/** Loads such a package, or says which one is missing. */
export async function loadPackage<Module>(
  name: string,
  version: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND')
      throw new MissingPackage(name, version);
    throw error;
  }
}
