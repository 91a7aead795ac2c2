#!/usr/bin/env node
// `npm run check`: format, rules and direction of all sources. Changes none of them. It builds the
// package first, because the rules of web/ ask for the package's types.
import { fileURLToPath } from 'node:url';
import { buildPackage, buildWasm } from './build.mjs';
import { clangTidy } from './check/clang-tidy.mjs';
import { layerProblems } from './check-layers.mjs';
import { command, packaged } from './lib/command.mjs';
import { clangFormatFiles, prettierArguments } from './format.mjs';
import { skipped, Steps } from './lib/steps.mjs';
import { whenChanged } from './lib/when-changed.mjs';
import { orExplain, setup } from './setup.mjs';

export async function checkAll(steps) {
  await steps.run('check layers', () => {
    const problems = layerProblems();
    return { ok: problems.length === 0, output: problems.join('\n') };
  });
  await steps.run('check clang-format', () => {
    const files = clangFormatFiles();
    if (files.length === 0) return skipped('there is no C++ yet');
    return command('clang-format-19', ['--dry-run', '-Werror', ...files], { quiet: true });
  });
  await steps.run('check Prettier', () =>
    command(packaged('prettier'), ['--check', '--log-level=warn', ...prettierArguments], {
      quiet: true,
    }),
  );
  // ESLint's own cache looks at one file, and what it finds depends on the types of others.
  const linted = ['js', 'js/dist', 'web', 'tests', 'tools', 'docs', 'migrations'];
  const rules = ['eslint.config.js', 'package-lock.json'];
  await steps.run('check ESLint', () =>
    whenChanged('eslint', { inputs: [...linted, ...rules] }, () =>
      command(packaged('eslint'), ['--max-warnings=0', '.'], { quiet: true }),
    ),
  );
  await steps.run('check clang-tidy', clangTidy);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await orExplain(setup);
  const steps = new Steps();
  await steps.run('build engine (wasm)', buildWasm);
  await steps.run('build package', buildPackage);
  await checkAll(steps);
  process.exitCode = steps.ok ? 0 : 1;
}
