import { useEffect, useState } from 'preact/hooks';
import { nameOfFile } from '../../../../shared/scenario/name-of-file.ts';
import { type Source, useStudio } from '../../state.ts';
import type { VariantGroup } from './variants.ts';

/** Value for the scenario with the changes made in Edit. All other values are paths of files. */
export const EDITED = 'edited';

export interface Choice {
  readonly value: string;
  readonly title: string;
}

/** The scenario as in its file, and as edited. */
export function ownChoices({ path, text }: Source, original: string | null): readonly Choice[] {
  const name = nameOfFile(path);
  const asFile = { value: path, title: `${name}, as in its file` };
  const asEdited = { value: EDITED, title: `${name}, as edited` };
  if (original === null) return [asEdited];
  return original === text ? [asFile] : [asFile, asEdited];
}

export function choicesOf({ scenarios }: VariantGroup): readonly Choice[] {
  return scenarios.map(({ name, path, title }) => ({ value: path, title: `${name} – ${title}` }));
}

export function Options(props: {
  readonly own: readonly Choice[];
  readonly groups: readonly VariantGroup[];
  /** Choices to omit, because they are already chosen. */
  readonly left: readonly string[];
}) {
  const { groups, left, own } = props;
  const optionsOf = (choices: readonly Choice[]) =>
    choices
      .filter(({ value }) => !left.includes(value))
      .map(({ title, value }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ));
  return (
    <>
      {optionsOf(own)}
      {groups.map((group) => (
        <optgroup key={group.title} label={group.title}>
          {optionsOf(choicesOf(group))}
        </optgroup>
      ))}
    </>
  );
}

/** The text of the scenario's file; null if it is not in the page's folder. */
export function useOriginal({ path }: Source): string | null {
  const { client } = useStudio();
  const [original, setOriginal] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    client.ask('open', { path }).then(
      ({ text }) => isWanted && setOriginal(text),
      () => isWanted && setOriginal(null),
    );
    return () => {
      isWanted = false;
    };
  }, [path]);
  return original;
}
