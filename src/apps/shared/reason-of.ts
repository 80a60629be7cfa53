/**
 * A refusal by this program rather than the operating system: the path is a folder or device, or the file is too long
 * to be read as text.
 */
export class NotReadable extends Error {}

/**
 * Why the operating system refuses a file, in words for a user. Throws any other error again, because it is a bug.
 */
export function reasonOf(error: unknown, path: string): string {
  if (error instanceof NotReadable) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `${path} does not exist`;
  if (code === 'EISDIR') return `${path} is a folder`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read or written`;
  if (code === 'ENOSPC') return `no space left for ${path}`;
  if (code === 'EDQUOT') return `your quota leaves no space for ${path}`;
  if (code === 'EMFILE' || code === 'ENFILE') {
    return `${path}: too many files are open; the limit of open files is too low (\`ulimit -n\` shows and raises it)`;
  }
  if (code === 'ENOTDIR') return `a parent of ${path} is not a folder`;
  if (code === 'EEXIST') return `${path} exists already`;
  // For any other refusal, use the system's own words.
  if (error instanceof Error && 'syscall' in error) return `${path}: ${error.message}`;
  throw error;
}
