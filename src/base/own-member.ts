/**
 * The member of that name, or undefined. Use it for names that come from outside: every object inherits a `toString` and a `constructor`,
 * which `members[name]` would find.
 */
export function ownMember<Value>(members: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
