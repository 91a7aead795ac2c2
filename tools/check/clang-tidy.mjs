// clang-tidy over core/, in the batches that it is compiled in. One that was found clean is not
// looked at again until what it includes, its flags or the rules change. tests/ are left out:
// Catch2's macros are most of what would be found there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { command } from '../lib/command.mjs';
import { filesBelow } from '../lib/files.mjs';
import { skipped } from '../lib/steps.mjs';
import { build, cache, root } from '../setup/paths.mjs';
import { includesIn, resolveInclude } from './includes.mjs';

export async function clangTidy() {
  if (filesBelow('core', /\.cc$/).length === 0) return skipped('core/ has no sources yet');
  // Also when it was before: there may be sources that are newer.
  const configured = await command('cmake', ['--preset', 'native'], { quiet: true });
  if (!configured.ok) return configured;
  const sources = compiledSources();
  const keys = new Map(sources.map((source) => [source, keyOf(source)]));
  mkdirSync(cleanFolder, { recursive: true });
  const queue = sources.filter((source) => !existsSync(join(cleanFolder, keys.get(source))));
  const complaints = [];
  const worker = async () => {
    for (let source = queue.shift(); source; source = queue.shift()) {
      const found = await tidy(source);
      if (found) complaints.push(found);
      else writeFileSync(join(cleanFolder, keys.get(source)), '');
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return { ok: complaints.length === 0, output: complaints.join('\n') };
}

// Shared by clones, as the names of its (empty) files are hashes of what was found clean.
const cleanFolder = join(cache, 'tidy');

/** What the engine is compiled from. */
function compiledSources() {
  const commands = readFileSync(join(build, 'native/compile_commands.json'), 'utf8');
  return JSON.parse(commands)
    .map(({ file }) => relative(root, file))
    .filter((file) => /^(core|build\/native\/batches\/(?!test_))/.test(file));
}

async function tidy(source) {
  const args = ['-p', join(build, 'native'), '--quiet', join(root, source)];
  const { ok, output } = await command('clang-tidy-19', args, { quiet: true });
  return ok ? null : output.replaceAll(/^\d+ warnings? .*\n|^Suppressed .*\n|^Use -.*\n/gm, '');
}

function keyOf(source) {
  const hash = createHash('sha256');
  const rules = ['.clang-tidy', 'tools/cmake/TunezOptions.cmake'];
  for (const file of [...rules, ...withHeaders(source)])
    hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** The source and every file of ours that it includes, directly or not. */
function withHeaders(source) {
  const seen = new Set([source]);
  for (const file of seen)
    for (const { target } of includesIn(readFileSync(join(root, file), 'utf8'))) {
      const header = resolveInclude(file, target, root);
      if (header) seen.add(header);
    }
  return [...seen].sort();
}
