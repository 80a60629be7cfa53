import { rmSync } from 'node:fs';

/**
 * Removes a file or folder that a failed command leaves, if that is possible. Why the command failed is what its user should read, so a
 * failure to clean up after it is not reported: without free descriptors, for example, nothing can be removed either.
 */
export function removeLeftover(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The next command that writes to the same place removes or replaces it; the system clears the folder of temporary files.
  }
}
