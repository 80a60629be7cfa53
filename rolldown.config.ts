import { join, resolve } from 'node:path';
import type { RolldownOptions } from 'rolldown';
import { withoutUnusedMethods, withoutUnusedParts } from './src/apps/library/build/unused-parts.ts';

/** Libraries of the rooms that make a run. */
const RUN_LIBRARIES = '@formatjs|seedrandom';
/** What nearly every command loads: in few files, and without what nobody calls, start-up takes 60 ms of processor time less (of 400). */
const BUNDLED = new RegExp(
  `^(${RUN_LIBRARIES}|@modelcontextprotocol/sdk|fastest-levenshtein|xstate|yaml|zod|zod-to-json-schema)(/|$)`,
);

/** What the SDK of MCP imports for servers of other kinds: schemas of zod 3, and a check of answers that this server never asks for. */
const UNUSED_BY_MCP = /^(zod\/v3|zod-to-json-schema|\.\.\/validation\/ajv-provider\.js)$/;
const withoutUnused = {
  name: 'without-unused',
  resolveId: {
    filter: { id: UNUSED_BY_MCP },
    handler: (id: string, importer: string | undefined) =>
      importer?.includes('/@modelcontextprotocol/') === true ? `\0unused:${id}` : null,
  },
  load: {
    filter: { id: /^\0unused:/ },
    handler: () => 'export class AjvJsonSchemaValidator {}; export const [object, zodToJsonSchema] = [];',
  },
};

/**
 * The package as its users have it. One scope for all that runs in a simulation: V8 looks into a binding of another module
 * each time it is used, and takes a constant of the same scope for granted (some 15 % of a run).
 */
export const commandLine: RolldownOptions & { output: object } = {
  input: {
    'apps/cli/main': 'src/apps/cli/main.ts',
    'apps/cli/audit-worker': 'src/apps/shared/threads/audit-worker.ts',
    'apps/cli/replication-worker': 'src/apps/shared/threads/replication-worker.ts',
  },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  // The build of `yaml` for browsers consists of modules, so unused ones are left out. None of them does anything when it is loaded.
  resolve: { alias: { yaml: join(import.meta.dirname, 'node_modules/yaml/browser/index.js') } },
  external: (id) => /^[^.#/]/.test(id) && !BUNDLED.test(id),
  optimization: { inlineConst: { mode: 'all', pass: 2 } },
  plugins: [withoutUnused],
  // Rooms do nothing when they are loaded. So a command loads the modules that it uses, instead of whole rooms through their doors.
  treeshake: { moduleSideEffects: [{ test: /\/src\/(?!apps\/)/, sideEffects: false }] },
  output: {
    dir: 'dist',
    cleanDir: true,
    chunkFileNames: 'chunks/[name].js',
    comments: { jsdoc: false },
    codeSplitting: {
      groups: [
        // Apart from it, and from what reads scenarios, which threads that make replications do without.
        { name: 'run-libraries', test: new RegExp(`/node_modules/(${RUN_LIBRARIES})/`) },
        {
          name: 'run',
          test: /\/src\/(base|domain(?!\/scenario\/)|engine|statistics|ledger|experiment)\/(?!.*\/(case-machine|machine-diagram|interpreted-stepper))/,
        },
        // Runs do without them, and they do without zod.
        { name: 'scenario-forms', test: /\/src\/domain\/scenario\// },
      ],
    },
  },
};

/** The verifier on its own: an auditor finds in its files all that it does, and no engine. */
const verifier: RolldownOptions = {
  ...commandLine,
  input: { 'apps/verifier/main': 'src/apps/verifier/main.ts' },
  output: { dir: 'dist', chunkFileNames: 'verifier-chunks/[name].js' },
};

/** No module of the rooms does anything when it is loaded, except one that sets an option of zod. */
const withoutUncalled: RolldownOptions['treeshake'] = {
  moduleSideEffects: [{ test: /\/src\/(?!scenario\/without-)/, sideEffects: false }],
};

const ofLibrary: RolldownOptions = { ...commandLine, treeshake: withoutUncalled };

/** The package as a library. The auditor is apart from the simulator, as in the verifier. */
const library: RolldownOptions = {
  ...ofLibrary,
  input: {
    index: 'src/index.ts',
    preference: 'src/apps/library/preference.ts',
    studio: 'src/apps/library/studio.ts',
  },
  output: { dir: 'dist/library', chunkFileNames: 'chunks/[name].js', comments: { jsdoc: false } },
};
/** It needs no other package: looking for them would take an eighth of its start. What reads bundles and logs is loaded when it is called. */
const auditor: RolldownOptions = {
  ...ofLibrary,
  external: (id) => id.startsWith('node:'),
  plugins: [withoutUnusedParts(false)],
  input: { auditor: 'src/apps/library/auditor.ts' },
  output: { dir: 'dist/library', chunkFileNames: 'auditor-chunks/[name].js', comments: { jsdoc: false } },
};

/**
 * The library for browsers. It needs no other package: it computes hashes in JavaScript, and has no threads. Its functions are in several files,
 * so that a program loads only those that it uses.
 */
const browser: RolldownOptions = {
  ...ofLibrary,
  input: Object.fromEntries([
    ['index', 'src/apps/library/browser.ts'],
    ...[
      'scenario',
      'scenario-input',
      'simulate',
      'replicate',
      'decide',
      'audit',
      'baseline',
      'evidence',
      'explain',
      'evaluate',
      'prove',
      'report',
    ].map((name) => [name, `src/apps/library/${name}.ts`]),
  ]),
  platform: 'browser',
  external: [],
  plugins: [
    withoutUnusedParts(true),
    {
      name: 'machine',
      resolveId: {
        filter: { id: /\/machine\/node\.ts$/ },
        handler: () => resolve('src/apps/library/machine/browser.ts'),
      },
    },
  ],
  output: { dir: 'dist/library/browser', chunkFileNames: '[name].js' },
};

/**
 * The studio: page and worker for the browser, each by itself, because a part that both use would carry to the page all that the worker
 * needs of it. What stands beside them is written by `src/apps/studio/build/write-assets.ts`.
 */
const studio = Object.entries({ studio: 'page/main.tsx', worker: 'worker/main.ts' }).map(
  ([name, path]): RolldownOptions => ({
    treeshake: withoutUncalled,
    input: { [name]: `src/apps/studio/${path}` },
    platform: 'browser',
    plugins: [withoutUnusedMethods()],
    tsconfig: 'src/apps/studio/tsconfig.json',
    optimization: { inlineConst: { mode: 'all', pass: 2 } },
    output: {
      dir: 'dist/studio',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name].js',
      minify: true,
    },
  }),
);

/** The search of the site: a script that also works from a folder. The pages are written by `src/apps/site/build/write-site.ts`. */
const site: RolldownOptions = {
  input: { search: 'src/apps/site/page/search.ts' },
  platform: 'browser',
  tsconfig: 'src/apps/studio/tsconfig.json',
  output: { dir: 'dist/studio/docs', format: 'iife', entryFileNames: '[name].js', minify: true },
};

export default [commandLine, verifier, library, auditor, browser, ...studio, site];
