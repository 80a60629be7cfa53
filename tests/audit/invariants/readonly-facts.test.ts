import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../../src/audit/facts/case-state.ts';
import type { FactsView } from '../../../src/audit/facts/facts.ts';
import type { PoolView } from '../../../src/audit/facts/waiting-pool.ts';
import { ROOT } from '../../running.ts';

/** Only the readers of entries write facts. The judges' types enforce it, and here the text of the judges is checked as well. */

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (!isNode(value)) return [];
  return [value, ...Object.values(value).flatMap(nodesIn)];
}

function parsed(path: string, text: string): readonly Node[] {
  const { errors, program } = parseSync(path, text);
  expect(errors, path).toEqual([]);
  return nodesIn(program);
}

const nameOf = (node: unknown) => (isNode(node) && typeof node.name === 'string' ? node.name : undefined);

/** Fields that the classes and interfaces of these files declare. */
function fieldsIn(nodes: readonly Node[]): readonly string[] {
  return nodes
    .filter(({ type }) => type === 'PropertyDefinition' || type === 'TSPropertySignature')
    .flatMap(({ key }) => nameOf(key) ?? []);
}

/** Names of fields and columns that are assigned, incremented or deleted, except the judge's own. */
function writtenIn(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'AssignmentExpression') return targetsIn(node.left);
    const writes =
      node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete');
    return writes ? targetsIn(node.argument) : [];
  });
}

function targetsIn(target: unknown): readonly string[] {
  if (!isNode(target) || target.type === 'Identifier') return [];
  if (target.type !== 'MemberExpression')
    return Object.values(target).flatMap((part) => [part].flat().flatMap(targetsIn));
  let field: Node = target;
  while (field.type === 'MemberExpression' && field.computed === true && isNode(field.object))
    field = field.object;
  if (field.type !== 'MemberExpression') return [nameOf(field) ?? '?'];
  return isOwn(field.object) ? [] : [nameOf(field.property) ?? '?'];
}

/** Whether it is `this`, or something that a judge reaches from there without its facts. */
function isOwn(object: unknown): boolean {
  if (!isNode(object)) return false;
  if (object.type !== 'MemberExpression') return object.type === 'ThisExpression';
  return nameOf(object.property) !== 'facts' && isOwn(object.object);
}

function textsOf(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

describe('a judge', () => {
  // What a judge counts in its own tally is not a fact.
  const facts = textsOf('src/audit/facts').filter(({ path }) => !path.endsWith('/tally.ts'));
  const fields = new Set(facts.flatMap(({ path, text }) => fieldsIn(parsed(path, text))));
  const judges = textsOf('src/audit/invariants');

  it('assigns to no field of the facts', () => {
    for (const known of ['state', 'openTo', 'queueOwner', 'staysSinceMs', 'timeMs', 'cause'])
      expect(fields).toContain(known);
    expect(judges.length).toBeGreaterThan(35);
    const wrong = judges.flatMap(({ path, text }) =>
      writtenIn(parsed(path, text))
        .filter((name) => fields.has(name))
        .map((name) => `${path} writes ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('gets facts by a type that cannot change them', () => {
    const wrong = judges.filter(({ text }) =>
      /\b(?:Facts|CaseState|WorldState|LiveCases|WaitingPool<CaseState>|WaitingCensus|LineCensus|KindCensus)\b/.test(
        text.replace(/\/\*[\s\S]*?\*\//g, ''),
      ),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('that writes a field of a case is detected', () => {
    const text =
      'supportCase.state = 1; this.count++; this.list[0] = 1; one.cases.openedCount++; delete facts.world.lawEntry; ' +
      'this.own.stage += 1; this.facts.moment.timeMs = 0; facts.world.idle[0]++; idle[1][2] = 3; [one.held, count] = [1, 2];';
    expect(writtenIn(parsed('a.ts', text))).toEqual([
      ...['state', 'openedCount', 'lawEntry', 'timeMs', 'idle', 'idle', 'held'],
    ]);
  });
});

describe('the types that judges are given', () => {
  /** Never called. It only has to compile, with an error on each line that the line before suppresses. */
  const writes = (facts: FactsView, supportCase: CaseView, pool: PoolView<CaseView>): void => {
    // @ts-expect-error The state of a case is a fact.
    supportCase.state = 1;
    // @ts-expect-error So are its copies.
    supportCase.removeCopy(1);
    // @ts-expect-error And those that came back.
    supportCase.resurrected?.push(1);
    // @ts-expect-error The census counts pools.
    pool.total++;
    // @ts-expect-error Elements of columns are facts.
    facts.world.idle[0] = 1;
    // @ts-expect-error The world changes by acts.
    facts.world.setDuty(true, 0, 0, 1, 0);
    // @ts-expect-error So do the agents who stay.
    facts.world.staysSinceMs.set(0, 0);
    // @ts-expect-error The auditor moves the clock.
    facts.moment.timeMs = 0;
    // @ts-expect-error So does the law.
    facts.law.setInstant(0);
    // @ts-expect-error Pools are forgotten when the law changes.
    facts.eligibility.forget();
    // @ts-expect-error The reader opens cases.
    facts.cases.add(supportCase);
    // @ts-expect-error Queues follow the states of cases.
    facts.lines.moved(0, 0, 1);
    // @ts-expect-error So do the queues that conditions compare.
    facts.guards.census.hasChanged = false;
    // @ts-expect-error So do contacts that may be interrupted.
    facts.interruptions.moved(supportCase, 0, 1);
    // @ts-expect-error So does the list of what has changed in an instant.
    facts.waiting.changed.pop();
  };

  it('reject each of these writes', () => {
    expect(writes.length).toBe(3);
  });
});
