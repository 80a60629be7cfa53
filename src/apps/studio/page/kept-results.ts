import type { Ask, QuestionName } from '../calls.ts';
import type { ExperimentAnswer } from '../protocol.ts';

/** A question with everything that its answer depends on. */
export interface Question {
  readonly name: QuestionName;
  readonly ask: Ask<QuestionName>;
}

/** A result in this browser's own store. `atMs`: when it was kept, also its key. */
export interface KeptResult extends Question {
  readonly atMs: number;
  readonly answer: ExperimentAnswer;
}

/** The oldest result goes when there are more. */
const KEPT_MOST = 20;
const STORE = 'results';

/** All results, the latest first; none where the browser keeps nothing, as in some private windows. */
export async function keptResults(): Promise<readonly KeptResult[]> {
  const all = await inStore<KeptResult[]>('readonly', (store) => store.getAll()).catch(() => []);
  return all.toSorted((one, other) => other.atMs - one.atMs);
}

/** Keeps a result in place of an earlier one to the same question. */
export async function keepResult(result: KeptResult): Promise<void> {
  const before = await keptResults();
  const again = before.filter((one) => isSameQuestion(one, result));
  const others = before.filter((one) => !again.includes(one));
  for (const { atMs } of [...again, ...others.slice(KEPT_MOST - 1)]) await forgetResult(atMs);
  await inStore('readwrite', (store) => store.put(result)).catch(() => {});
}

export async function forgetResult(atMs: number): Promise<void> {
  await inStore('readwrite', (store) => store.delete(atMs)).catch(() => {});
}

export function isSameQuestion(one: Question, other: Question): boolean {
  return one.name === other.name && JSON.stringify(one.ask) === JSON.stringify(other.ask);
}

function inStore<Value>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('meridian-studio', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'atMs' });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const request = work(opening.result.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    };
  });
}
