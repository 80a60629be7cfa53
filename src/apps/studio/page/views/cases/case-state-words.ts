/** The readable name of a state: `open.waiting.queued` → `queued`, `open.awaitingCustomer` → `awaiting customer`. */
export function stateWords(state: string): string {
  const name = state.replace(/^open\.(waiting\.)?/, '');
  return name.replace(/[a-z][A-Z]/g, ([before = '', after = '']) => `${before} ${after.toLowerCase()}`);
}
