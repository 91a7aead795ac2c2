#!/usr/bin/env node
// `npm run check`: format, rules and direction of all sources. Changes none of them. It builds the
// package first, because the rules of web/ ask for the package's types.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { buildPackage, buildWasm } from './build.mjs';
import { clangTidy } from './check/clang-tidy.mjs';
import { layerProblems } from './check-layers.mjs';
import { command, packaged } from './lib/command.mjs';
import { clangFormatFiles, prettierArguments } from './format.mjs';
import { scripts } from './lib/files.mjs';
import { skipped, Steps } from './lib/steps.mjs';
import { whenChanged } from './lib/when-changed.mjs';
import { orExplain, setup } from './setup.mjs';

/** All checks as steps, after the step that builds the package and the one that compiles the core. */
export function checkAll(steps, packageIsBuilt, coreIsBuilt) {
  return Promise.all([
    steps.run('check layers', checkLayers),
    steps.run('check clang-format', checkClangFormat),
    steps.run('check Prettier', checkPrettier),
    steps.run('check ESLint', checkESLint, [packageIsBuilt]),
    steps.run('check clang-tidy', clangTidy, [coreIsBuilt]),
  ]);
}

function checkLayers() {
  const problems = layerProblems();
  return { ok: problems.length === 0, output: problems.join('\n') };
}

function checkClangFormat() {
  const files = clangFormatFiles();
  if (files.length === 0) return skipped('there is no C++ yet');
  return command('clang-format-19', ['--dry-run', '-Werror', ...files], { quiet: true });
}

function checkPrettier() {
  const args = ['--check', '--log-level=warn', ...prettierArguments];
  return command(packaged('prettier'), args, { quiet: true });
}

function checkESLint() {
  // ESLint's own cache looks at one file, and what it finds depends on the types of others.
  return whenChanged('eslint', { inputs: [...scripts, 'eslint.config.js'] }, () =>
    command(packaged('eslint'), ['--max-warnings=0', '.'], { quiet: true }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await orExplain(setup);
  const steps = new Steps({ atOnce: availableParallelism() });
  const engine = steps.run('build engine (wasm)', buildWasm);
  const packageIsBuilt = steps.run('build package', buildPackage, [engine]);
  await checkAll(steps, packageIsBuilt);
  process.exitCode = steps.ok ? 0 : 1;
}
