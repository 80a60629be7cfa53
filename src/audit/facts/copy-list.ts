import { COPY_ROLES, type CopyRoleIndex, ITEM_CLASSES, type ItemClassSet, type PlaceIndex } from '#domain';

export const PRIMARY = COPY_ROLES.indexOf('primary');
export const REPLICA = COPY_ROLES.indexOf('replica');
export const BACKUP_COPY = COPY_ROLES.indexOf('backup');
export const WORKING_COPY_ROLE = COPY_ROLES.indexOf('working copy');

/**
 * A copy in one small integer, so that a case's copies are a plain list of numbers:
 *
 *   bit 0      7      10        26
 *       │ item classes │ role │ place │
 */
const CLASS_BITS = ITEM_CLASSES.length;
const ROLE_BITS = 3;
const ROLE_MASK = (1 << ROLE_BITS) - 1;
const CLASS_MASK = (1 << CLASS_BITS) - 1;

/** Bits of a role or of item classes beyond these fields are dropped, so that they change no other field. `isCopy` detects them. */
export function copyCode(role: CopyRoleIndex, place: PlaceIndex, classes: ItemClassSet): number {
  return (place << (CLASS_BITS + ROLE_BITS)) | ((role & ROLE_MASK) << CLASS_BITS) | (classes & CLASS_MASK);
}

/** Whether the vocabulary has the role and all item classes. */
export function isCopy(role: CopyRoleIndex, classes: ItemClassSet): boolean {
  return role < COPY_ROLES.length && classes <= CLASS_MASK;
}
export function placeOfCopy(copy: number): PlaceIndex {
  return copy >>> (CLASS_BITS + ROLE_BITS);
}
export function roleOfCopy(copy: number): CopyRoleIndex {
  return (copy >>> CLASS_BITS) & ROLE_MASK;
}
export function classesOfCopy(copy: number): ItemClassSet {
  return copy & CLASS_MASK;
}

/** Maximum number of shared lists. Worlds with very many places have more combinations than are worth sharing. */
const SHARED_MAX = 1 << 16;

/**
 * The copies of a case, by code. Lists are immutable and shared by all cases with the same copies: long ledgers have
 * a hundred thousand live cases and a few hundred such lists.
 */
export class CopyList {
  readonly codes: readonly number[];
  private readonly lists: { readonly none: CopyList; shared: number };
  /** By code: the list with this copy added, and the list without it. Created on demand. */
  private readonly longer = new Map<number, CopyList>();
  private readonly shorter = new Map<number, CopyList>();

  /** Without arguments: the empty list. */
  constructor(codes: readonly number[] = [], lists?: CopyList['lists']) {
    this.codes = codes;
    this.lists = lists ?? { none: this, shared: 0 };
  }

  with(copy: number): CopyList {
    return (
      this.longer.get(copy) ?? this.keep(this.longer, copy, new CopyList([...this.codes, copy], this.lists))
    );
  }

  /** The list without the copy, whose position the last copy takes; the list itself if there is no such copy. */
  without(copy: number): CopyList {
    const known = this.shorter.get(copy);
    if (known !== undefined) return known;
    const at = this.codes.indexOf(copy);
    if (at === -1) return this;
    const left = this.codes.slice(0, -1);
    if (at < left.length) left[at] = this.codes.at(-1) as number;
    const list = left.reduce((made, code) => made.with(code), this.lists.none);
    return this.keep(this.shorter, copy, list);
  }

  /** Item classes of the copies at a place; 0 when there is none. */
  classesAt(place: PlaceIndex): ItemClassSet {
    let classes = 0;
    for (const copy of this.codes) if (placeOfCopy(copy) === place) classes |= classesOfCopy(copy);
    return classes;
  }

  private keep(where: Map<number, CopyList>, copy: number, list: CopyList): CopyList {
    if (this.lists.shared === SHARED_MAX) return list;
    this.lists.shared++;
    where.set(copy, list);
    return list;
  }
}
