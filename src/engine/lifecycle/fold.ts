import type { RunConstants } from './stepper.ts';

const UNKNOWN = Symbol('unknown');

/**
 * The result of a pure function of the machine if it is the same for every record; undefined if it is not. The function is called with the
 * constants of the run, and a read of anything else stops it. It may also read two properties that are always equal: it is then called for
 * every value that they can have.
 *
 * `event`: the type of the event and those of its properties that are constant.
 */
export function constantValue(
  fn: unknown,
  { context, equal = [] }: Pick<RunConstants, 'context' | 'equal'>,
  event: Readonly<Record<string, unknown>>,
  params: unknown,
): number | boolean | undefined {
  const alone = valueSeeing(fn, context, event, params);
  if (alone !== undefined) return alone;
  for (const { names, below } of equal) {
    const values = new Set<number | boolean | undefined>();
    for (let common = 0; common < below && values.size <= 1 && !values.has(undefined); common++) {
      const seen = { ...context, ...Object.fromEntries(names.map((name) => [name, common])) };
      values.add(valueSeeing(fn, seen, event, params));
    }
    const [value] = values;
    if (values.size === 1 && value !== undefined) return value;
  }
  return undefined;
}

function valueSeeing(
  fn: unknown,
  context: Readonly<Record<string, number>>,
  event: Readonly<Record<string, unknown>>,
  params: unknown,
): number | boolean | undefined {
  if (typeof fn !== 'function') return undefined;
  try {
    const value: unknown = fn({ context: onlyKnown(context), event: onlyKnown(event) }, params);
    return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An object with the known properties, which throws if any other is read. */
function onlyKnown(known: Readonly<Record<string, unknown>>): object {
  const stop = (): never => {
    throw UNKNOWN;
  };
  return new Proxy(known, {
    get: (target, name) => (typeof name === 'string' && Object.hasOwn(target, name) ? target[name] : stop()),
    has: stop,
    ownKeys: stop,
    getOwnPropertyDescriptor: stop,
  });
}

/** Names, numbers and operators: an expression of nothing else than properties of `context` and `event` means the same anywhere. */
const TOKENS =
  /^(?:\s|(?:context|event)\.\w+|\bin event\b|["']\w+["']|-?\b\d+\b|Number\.POSITIVE_INFINITY\b|[!=]==|[<>]=?|&&|\|\||[-+?:!()])+$/;
const ARROW = /^\(\{ (?:context|event)(?:, (?:context|event))? \}\) =>\s(.*)$/s;
const BY_TYPE = /^\(?event\.type === ["'](\w+)["'] \? ([^?:]+) : ([^?:)]+)\)?$/;

/**
 * What a function of the machine computes, as an expression in terms of `context` and `event`, if its text says nothing else. Undefined for
 * any other text, and for a function that is called with params. V8 inlines a limited amount of code (docs/performance.md), and a call takes ten
 * times as much of it as the expression. `type`: that of the event.
 */
export function expressionOf(
  fn: unknown,
  { context, event, type }: { readonly context: string; readonly event: string; readonly type: unknown },
): string | undefined {
  if (typeof fn !== 'function') return undefined;
  const [, body = ''] = ARROW.exec(Function.prototype.toString.call(fn)) ?? [];
  if (!TOKENS.test(body)) return undefined;
  const [, asked, ofType = '', otherwise = ''] = BY_TYPE.exec(body) ?? [];
  const taken = asked === undefined || typeof type !== 'string' ? body : asked === type ? ofType : otherwise;
  const named = taken.replaceAll(/\bcontext\./g, `${context}.`).replaceAll(/(?<![\w.'"])event\b/g, event);
  return `(${named.trim()})`;
}
