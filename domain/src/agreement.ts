import { parseText } from './shape'

const PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const LENGTH = 35
const RULE = 'letters, digits, dots, hyphens or underscores'

/** Accepts the code of an agreement. */
export function parseAgreementCode(input: unknown, field: string): string {
  return parseText(input, field, PATTERN, LENGTH, RULE)
}

/** Accepts the version of an agreement. */
export function parseAgreementVersion(input: unknown, field: string): string {
  return parseText(input, field, PATTERN, LENGTH, RULE)
}
