const UNKNOWN = Symbol('unknown');

/**
 * What a pure function of the machine gives whatever the record is: it is called with only the constants of the run to
 * be seen, and whoever looks at anything else is stopped. Undefined where the answer depends on more than constants.
 * `event`: the type of the event and those of its properties that are constant.
 */
export function constantValue(
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

/** An object that shows the known properties and stops whoever asks for any other. */
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
