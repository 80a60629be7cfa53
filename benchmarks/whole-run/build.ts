import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChildFailed, runChild } from './child.ts';

/** Builds the package as users have it, and beside it the programs that are timed. */
export async function buildPackage(root: string): Promise<void> {
  await runChild('npm', ['run', '--silent', 'build'], root);
  await runChild('npm', ['run', '--silent', 'build:bench'], root);
}

/** Where `buildPackage` leaves a program of this folder, given its source. */
export function builtProgram(source: URL, root: string): string {
  const path = relative(join(root, 'benchmarks'), fileURLToPath(source));
  return join(root, 'dist/benchmarks', path.replace(/\.ts$/, '.js'));
}

/** A program, or why there is none. */
export type Twin = { readonly program: string } | { readonly missing: string };

const COMPILER = process.env.CXX ?? 'g++';
const OPTIONS = ['-std=c++17', '-O3'];

/** The compiler's name and version and the options it is given, or null where there is none. */
export async function describeCompiler(root: string): Promise<string | null> {
  try {
    const { stdout } = await runChild(COMPILER, ['--version'], root);
    return [stdout.split('\n')[0], ...OPTIONS].join(' ');
  } catch {
    return null;
  }
}

/** Compiles the C++ twin of a model into `folder`. `CXX` names another compiler than g++. */
export async function buildTwin(model: string, root: string, folder: string): Promise<Twin> {
  const program = join(folder, model);
  const source = join(root, 'benchmarks/peers', `${model}.cpp`);
  try {
    await runChild(COMPILER, [...OPTIONS, '-o', program, source], root);
    return { program };
  } catch (error) {
    if (error instanceof ChildFailed) throw error;
    return {
      missing: `No C++ twin: there is no compiler ${COMPILER} here (the variable CXX names another).`,
    };
  }
}
