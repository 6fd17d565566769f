const ANALYSES = [
  'test/core/*.test.ts',
  'test/golden/*.test.ts',
  'test/documented/*.test.ts',
  'test/generated-files.test.ts',
]

/**
 * The folders of `src/core` that are mutated, and for each the tests that state what it must do and are quick. What daemons did is
 * what the negotiation must do, though to compare it takes half a minute.
 */
export const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  address: ['test/core/address/**/*.test.ts'],
  selectors: ['test/core/selectors/**/*.test.ts'],
  negotiation: [
    'test/core/{model,negotiation,report,rules}/**/*.test.ts',
    'test/pairs/*.test.ts',
    'test/truth/recorded.test.ts',
    ...ANALYSES,
  ],
  rules: ['test/core/{model,negotiation,remedy,report,rules}/**/*.test.ts', 'test/pairs/*.test.ts', ...ANALYSES],
  remedy: ['test/core/{model,remedy,report,rules}/**/*.test.ts', 'test/pairs/*.test.ts', ...ANALYSES],
}
