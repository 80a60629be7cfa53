import { shown } from '#base';
import type { IssueList, Pointing } from '../issue-list.ts';
import type { ScenarioIssueCode } from '../issues.ts';
import { pathText, type SourcePath } from '../read/source-tree.ts';

interface UnknownName {
  readonly code: ScenarioIssueCode;
  /** The kind of thing that is missing, in words: `product`. */
  readonly what: string;
  readonly name: string;
  readonly path: SourcePath;
  readonly pointing: Pointing;
  readonly remedy: () => string;
}

/** Further places that an issue names. */
const PLACES_MOST = 3;

/**
 * Names that refer to nothing. The same name in several places is one mistake, usually a misspelling of the definition. It becomes one
 * issue, at the first place, which lists the others.
 */
export class UnknownNames {
  private readonly found = new Map<string, { readonly first: UnknownName; readonly others: SourcePath[] }>();

  add(unknown: UnknownName): void {
    const key = `${unknown.what} ${unknown.name}`;
    const known = this.found.get(key);
    if (known === undefined) this.found.set(key, { first: unknown, others: [] });
    else known.others.push(unknown.path);
  }

  reportTo(list: IssueList): void {
    for (const { first, others } of this.found.values()) {
      const { code, name, path, pointing, remedy, what } = first;
      const message = `there is no ${what} '${shown(name)}'${alsoAt(others)}`;
      list.error(code, path, message, remedy, pointing);
    }
  }
}

function alsoAt(others: readonly SourcePath[]): string {
  if (others.length === 0) return '';
  const listed = others.slice(0, PLACES_MOST).map(pathText).join(', ');
  const more = others.length - PLACES_MOST;
  return `, which is also named at ${listed}${more > 0 ? ` and ${more} more places` : ''}`;
}
