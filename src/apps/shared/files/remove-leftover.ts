import { rmSync } from 'node:fs';

/**
 * Removes a file or folder that a failed command left, if possible. Does not report its own failure, so that the user
 * sees why the command failed. Without free descriptors, for example, nothing can be removed either.
 */
export function removeLeftover(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The next command that writes to the same place removes or replaces it. The system clears temporary folders.
  }
}
