import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

/** An import that points upward; tools/check-layers.mjs checks the same in C++ and in full. */
const refuse = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default defineConfig(
  globalIgnores(['build/', '**/dist/', '**/generated/', 'web/public/']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [eslint.configs.recommended, typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // A number in a message is what it says.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `onClick={() => close()}` is how a handler is written.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `noUncheckedIndexedAccess` asks about indexes whose bounds the code has just checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['tests/**/*.{ts,tsx}'],
    // Node's test runner returns promises that it awaits itself.
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'suite'] },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [eslint.configs.recommended],
    languageOptions: { globals: Object.fromEntries(nodeGlobals().map((name) => [name, false])) },
  },
  {
    files: ['js/src/**'],
    ignores: ['js/src/wire/**', 'js/src/runtime/**'],
    rules: refuse([
      { regex: '(^|/)(tunez\\.mjs|wasm/)', message: 'only wire/ and runtime/ reach the engine' },
    ]),
  },
  {
    files: ['web/**'],
    rules: refuse([
      { regex: '^tunez/(src|dist)(/|$)', message: 'import what the package exports' },
      { regex: '^(\\.\\./)+(js|core|wasm|tools|tests)/', message: 'web/ imports `tunez` only' },
    ]),
  },
);

function nodeGlobals() {
  return Object.getOwnPropertyNames(globalThis).filter((name) =>
    /^[a-z]|^[A-Z][a-z]|^URL/.test(name),
  );
}
