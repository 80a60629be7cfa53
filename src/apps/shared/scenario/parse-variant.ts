import { parseScenario, type ScenarioInput } from '#scenario';

/**
 * Parses a text that extends a scenario as if it were stored at `path`. Uses the scenario's file as it was read
 * before, because somebody may have edited it since.
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
