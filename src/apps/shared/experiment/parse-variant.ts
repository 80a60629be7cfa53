import { parseScenario, type ScenarioInput } from '#scenario';

/**
 * Parses a text, as if it stood at `path`, that extends a scenario. The scenario's own file counts as it was read, since it may have been edited
 * in the meantime.
 */
export function parseVariant(
  input: ScenarioInput,
  path: string,
  text: string,
): ReturnType<typeof parseScenario> {
  const readFile: ScenarioInput['readFile'] = (file) =>
    file === input.path ? { ok: true, value: input.text } : input.readFile(file);
  return parseScenario({ ...input, path, text, readFile });
}
