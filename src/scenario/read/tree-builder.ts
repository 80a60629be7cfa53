import { isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { shown } from '#base';
import type { ScenarioIssueCode } from '../issues.ts';
import { FirstIssues } from '../issues.ts';
import { LIMITS } from './limits.ts';
import {
  type Place,
  pathText,
  type SourceEntry,
  type SourceMap,
  type SourceNode,
  type SourcePath,
} from './source-tree.ts';

/** Keys that name internals of objects. Maps are safe anyway, but no honest author uses such a key. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Builds the tree of placed values from YAML nodes. Aliases and merge keys are resolved here, so that their values keep the place where
 * they are written and their number can be limited.
 */
export class TreeBuilder {
  readonly issues = new FirstIssues();
  private readonly placeAt: (offset: number) => Place;
  /** Anchors defined so far, the latest of each name. */
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private valueCount = 0;
  private aliasCount = 0;

  constructor(placeAt: (offset: number) => Place) {
    this.placeAt = placeAt;
  }

  build(node: Node | null, path: SourcePath): SourceNode {
    const place = this.placeAt(node?.range?.[0] ?? 0);
    const nothing: SourceNode = { kind: 'scalar', place, value: null, isBlank: true };
    // Enough: one bomb is reported once.
    if (this.valueCount > LIMITS.values || this.aliasCount > LIMITS.aliases) return nothing;
    this.valueCount++;
    if (this.valueCount > LIMITS.values) {
      const message = `more than ${LIMITS.values} values`;
      this.report('too-many-values', { path, place }, '', message, 'shorten the file');
      return nothing;
    }
    if (node === null) return nothing;
    if (isAlias(node)) return this.followAlias(node.source, path, place) ?? nothing;
    const anchor = isScalar(node) || isSeq(node) || isMap(node) ? node.anchor : undefined;
    if (anchor !== undefined && this.open.size === 0) this.anchors.set(anchor, node);
    if (node.tag !== undefined) {
      const remedy = 'remove the tag: a scenario holds text, numbers, lists and maps only';
      const message = `the tag ${shown(node.tag)} is not allowed`;
      this.report('tag-refused', { path, place }, node.tag, message, remedy);
      return nothing;
    }
    if (path.length > LIMITS.depth) {
      const message = `nested more than ${LIMITS.depth} deep`;
      this.report('too-deep', { path, place }, '', message, 'a scenario needs fewer than ten levels');
      return nothing;
    }
    if (isScalar(node)) return this.scalar(node.value, node.source ?? '', place, path);
    if (isSeq(node)) {
      const items = node.items.map((item, k) =>
        this.build(isPair(item) ? null : (item as Node), [...path, k]),
      );
      return { kind: 'list', place, isInline: node.flow === true, items };
    }
    if (isMap(node))
      return this.map(
        node.items as readonly { key: unknown; value: unknown }[],
        node.flow === true,
        place,
        path,
      );
    return nothing;
  }

  private scalar(value: unknown, source: string, place: Place, path: SourcePath): SourceNode {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.report('not-finite', { path, place }, source, 'not a finite number', 'write a finite number');
    }
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { kind: 'scalar', place, value: isPlain ? value : null, isBlank: value === null && source === '' };
  }

  private map(
    pairs: readonly { key: unknown; value: unknown }[],
    isInline: boolean,
    place: Place,
    path: SourcePath,
  ): SourceMap {
    const entries = new Map<string, SourceEntry>();
    const inherited: SourceMap[] = [];
    for (const pair of pairs) {
      const keyNode = pair.key as Node | null;
      const keyPlace = this.placeAt(keyNode?.range?.[0] ?? 0);
      const key = isScalar(keyNode) && keyNode.tag === undefined ? (keyNode.source ?? '') : '';
      if (key === '') {
        const message = 'a key that is not a text';
        this.report('bad-key', { path, place: keyPlace }, '', message, 'write the key as plain text');
        continue;
      }
      const value = (pair.value ?? null) as Node | null;
      if (key === '<<') {
        inherited.push(...this.mergeSources(value, path, keyPlace));
        continue;
      }
      const at = [...path, key];
      if (FORBIDDEN_KEYS.has(key)) {
        const message = `'${key}' cannot be a key`;
        this.report('forbidden-name', { path: at, place: keyPlace }, key, message, 'choose another name');
        continue;
      }
      const earlier = entries.get(key);
      if (earlier !== undefined) {
        const message = `'${shown(key)}' is written twice, first on line ${earlier.keyPlace.line}`;
        this.report('duplicate-key', { path: at, place: keyPlace }, key, message, 'keep one of the two');
        continue;
      }
      entries.set(key, { keyPlace, node: this.build(value, at) });
    }
    for (const map of inherited) {
      for (const [key, entry] of map.entries) if (!entries.has(key)) entries.set(key, entry);
    }
    return { kind: 'map', place, isInline, entries };
  }

  /** The maps that `<<` names. Their keys are inherited unless the map itself has them. */
  private mergeSources(value: Node | null, path: SourcePath, place: Place): readonly SourceMap[] {
    const node = this.build(value, [...path, '<<']);
    const maps = node.kind === 'list' ? node.items : [node];
    return maps.filter((map) => {
      if (map.kind === 'map') return true;
      const message = "'<<' must name a map";
      this.report('wrong-type', { path: [...path, '<<'], place }, '', message, 'name an anchor of a map');
      return false;
    }) as readonly SourceMap[];
  }

  private followAlias(name: string, path: SourcePath, place: Place): SourceNode | null {
    this.aliasCount++;
    if (this.aliasCount > LIMITS.aliases) {
      const message = `anchors are used more than ${LIMITS.aliases} times`;
      const remedy = 'write the values out, or use extends';
      this.report('too-many-aliases', { path, place }, `*${name}`, message, remedy);
      return null;
    }
    const target = this.anchors.get(name);
    if (target === undefined) {
      const message = 'no such anchor before';
      this.report('unknown-anchor', { path, place }, `*${name}`, message, 'define it, or quote the text');
      return null;
    }
    if (this.open.has(target) || path.length > LIMITS.depth) {
      const message = 'an anchor inside itself';
      this.report('anchor-loop', { path, place }, `*${name}`, message, 'write the value out');
      return null;
    }
    this.open.add(target);
    const built = this.build(target, path);
    this.open.delete(target);
    return built;
  }

  private report(
    code: ScenarioIssueCode,
    { path, place }: { readonly path: SourcePath; readonly place: Place },
    value: string,
    message: string,
    remedy: string,
  ): void {
    this.issues.add(() => ({ code, path: pathText(path), ...place, value: shown(value), message, remedy }));
  }
}
