// The direction of imports, and when packages may be asked for.
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';

// Asked for when first needed: the tools that import this file are what installs npm packages.
const require = createRequire(import.meta.url);

export function importProblems(file, text) {
  const typescript = require('typescript');
  if (file.startsWith('tools/')) return toolProblems(file, text, typescript);
  const { importedFiles } = typescript.preProcessFile(text, true, true);
  return importedFiles.flatMap(({ fileName, pos }) => {
    const sentence = file.startsWith('js/')
      ? packageProblem(file, fileName)
      : webProblem(file, fileName);
    const line = text.slice(0, pos).split('\n').length;
    return sentence ? [`${file}:${line}: ${sentence}`] : [];
  });
}

const resolved = (file, specifier) =>
  specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : null;

function packageProblem(file, specifier) {
  const target = resolved(file, specifier);
  const isEngine = /(^|\/)tunez\.(mjs|wasm)$/.test(specifier);
  if (isEngine) return file.startsWith('js/src/wire/') ? null : 'only wire/ reaches the engine';
  if (!target || target.startsWith('js/src/')) return null;
  return `js/src/ stays within itself, and cannot import ${target}`;
}

function webProblem(file, specifier) {
  if (/^tunez\/(src|dist)(\/|$)/.test(specifier)) return 'web/ imports what the package exports';
  const target = resolved(file, specifier);
  if (!target || target.startsWith('web/')) return null;
  return `web/ imports \`tunez\` only, not ${target}`;
}

// `npm start` and `npm test` load the tools before any package is there: what they import at once
// has to come with Node or lie beside them. (A package that is awaited by `import()` is fine.)
function toolProblems(file, text, typescript) {
  const source = typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const name = statement.moduleSpecifier?.text;
    if (name === undefined || /^(node:|\.)/.test(name)) return [];
    const line = source.getLineAndCharacterOfPosition(statement.getStart(source)).line + 1;
    return [
      `${file}:${line}: ${name} is not there yet when the tools are loaded; import() it where it is used`,
    ];
  });
}
