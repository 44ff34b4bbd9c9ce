import js from '@eslint/js'
import tseslint from 'typescript-eslint'

// What every peer must compute alike. A date that is given may be read in UTC only; what is counted is whole.
const NO_CLOCK = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length!=1]', message: 'No clock and no local time here.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'No clock here.' },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'No clock here.' },
  {
    selector:
      'MemberExpression[property.name=/^[gs]et(FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)$/]',
    message: 'No local time here: use the method in UTC.',
  },
  {
    selector: 'MemberExpression[property.name=/^(getTimezoneOffset|toDateString|toTimeString)$/]',
    message: 'No local time here.',
  },
]
const NO_LANGUAGE = [
  { selector: 'MemberExpression[property.name=/^toLocale/]', message: 'Not the same on every peer.' },
  { selector: 'MemberExpression[property.name="localeCompare"]', message: 'Not the same on every peer.' },
]
const NO_CHANCE = [
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'No chance here.' },
  {
    selector:
      'MemberExpression[object.name="Math"][property.name=/^(a?(sin|cos|tan)h?|atan2|cbrt|exp|expm1|fround|hypot|log(10|1p|2)?|pow|sqrt)$/]',
    message: 'No fractions here: engines may round differently.',
  },
  { selector: 'Literal[raw=/^[0-9_]*[.][0-9_]+|^[0-9._]+e-/i]', message: 'No fractions here.' },
  { selector: 'MemberExpression[object.name="Promise"][property.name=/^(race|any)$/]', message: 'No race here.' },
  { selector: 'ForInStatement', message: 'No order that is not written down: use the entries.' },
  { selector: 'MemberExpression[property.name="stack"]', message: 'Not the same on every peer.' },
]
const NOT_THE_SAME_EVERYWHERE = [
  ...[
    'Intl',
    'process',
    'performance',
    'crypto',
    'navigator',
    'globalThis',
    'fetch',
    'WeakRef',
    'FinalizationRegistry',
  ],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'parseFloat'],
].map((name) => ({ name, message: 'Not the same on every peer.' }))
const NOT_IMPORTED = [
  ...['node:os', 'node:process', 'node:perf_hooks', 'node:timers', 'node:timers/promises'].map((name) => ({ name })),
  { name: 'node:crypto', importNames: ['randomBytes', 'randomFill', 'randomInt', 'randomUUID', 'webcrypto'] },
].map((path) => ({ ...path, message: 'Not the same on every peer.' }))

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
    // What starts, stops and watches the contract's process, and the tests that set clocks of their own.
    ignores: [
      '**/*.spec.ts',
      ...['main', 'start-up', 'log-level'].map((name) => `chaincode/src/${name}.ts`),
      ...['print-writes', 'shifted-clock', 'quiet'].map((name) => `chaincode/src/testing/${name}.ts`),
    ],
    rules: {
      'no-restricted-syntax': ['error', ...NO_CLOCK, ...NO_LANGUAGE, ...NO_CHANCE],
      'no-restricted-globals': ['error', ...NOT_THE_SAME_EVERYWHERE],
      'no-restricted-imports': ['error', { paths: NOT_IMPORTED }],
    },
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
