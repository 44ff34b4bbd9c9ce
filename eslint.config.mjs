import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const NO_CLOCK_OR_CHANCE = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'No clock here.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'No clock here.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'No chance here.' },
  { selector: 'CallExpression[callee.name=/^set(Timeout|Interval|Immediate)$/]', message: 'No timers here.' },
  { selector: 'CallExpression[callee.property.name=/^toLocale/]', message: 'Not the same on every peer.' },
]

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.eco/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 10],
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['domain/src/**/*.ts', 'chaincode/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'chaincode/src/main.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_CLOCK_OR_CHANCE] },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'readonly',
        require: 'readonly',
        __dirname: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
      },
    },
  },
)
