// `npm run golden -- DIR [--json] [--file name] [--case id] [--why]`: runs every case of the golden files in a folder
// through the package. Cases marked `quirk` are not counted. A case is unsupported when the engine says that a part
// which it needs is not built, and failed when the engine answers something else than expected.
import { parseArgs } from 'node:util';
import { GoldenProblem, readFiles } from './files.ts';
import { printJson, printTable } from './report.ts';
import { type FileResult, runFile } from './run.ts';
import { isBuilt } from './session.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    file: { type: 'string' },
    case: { type: 'string' },
    why: { type: 'boolean', default: false },
  },
});

try {
  const [folder] = positionals;
  if (folder === undefined)
    throw new GoldenProblem('Say where the golden files are: npm run golden -- DIR');
  if (!isBuilt()) throw new GoldenProblem('The package is not built: run `npm run build` first.');
  const results: FileResult[] = [];
  for (const { name, content } of readFiles(folder, options.file))
    results.push(await runFile(name, content, options.case));
  if (options.json) printJson(results);
  else printTable(results, options.why);
} catch (problem) {
  if (!(problem instanceof GoldenProblem)) throw problem;
  process.stderr.write(`${problem.message}\n`);
  process.exitCode = 2;
}
