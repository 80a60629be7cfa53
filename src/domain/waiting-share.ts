/** The share of arrivals that wait, by Erlang's formula C: `load` agents are busy on average, and nobody gives up. 1 without room. */
export function waitingShare(agents: number, load: number): number {
  if (agents <= load) return 1;
  let blocked = 1;
  for (let busy = 1; busy <= agents; busy++) blocked = (load * blocked) / (busy + load * blocked);
  return (agents * blocked) / (agents - load * (1 - blocked));
}
