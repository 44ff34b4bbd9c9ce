import { canonicalText, parseJson } from '../canonical'
import { DIGEST_PATTERN, sha256Hex } from '../hash'
import { LIMITS } from '../limits'
import { malformed, parseParts, parseText } from '../shape'

/**
 * What a private collection keeps under a key. The channel knows SHA-256 of the text as a whole: the salt of 256 bits
 * is what keeps anybody from testing guesses of a short content against it.
 */
export interface Envelope {
  /** 32 random bytes, base64url. */
  readonly salt: string
  readonly content: string
}

/** The one text of an envelope. */
export function printEnvelope({ salt, content }: Envelope): string {
  return canonicalText([FORMAT_VERSION, salt, content])
}

/** Reads the text of an envelope, and nothing else. */
export function parseEnvelope(text: string): Envelope {
  const [version, salt, content] = parseParts(parseJson(text, 'envelope'), 'envelope', 3)
  if (version !== FORMAT_VERSION) throw malformed('envelope', `must be of format ${FORMAT_VERSION}`)
  return { salt: parseSalt(salt, 'envelope.salt'), content: parseContent(content, 'envelope.content') }
}

/** SHA-256 of the text, as the channel knows it: 64 lower-case hex digits. */
export function envelopeHash(envelope: Envelope): string {
  return sha256Hex(printEnvelope(envelope))
}

/** Accepts the salt of an envelope. */
export function parseSalt(input: unknown, field: string): string {
  return parseText(input, field, DIGEST_PATTERN, 43, '32 bytes as base64url')
}

/** Accepts a content: well-formed text within the limit. */
export function parseContent(input: unknown, field: string): string {
  if (typeof input !== 'string' || input === '' || !input.isWellFormed()) throw malformed(field, 'must be text')
  if (input.length > LIMITS.privateTextLength) {
    throw malformed(field, `must be at most ${LIMITS.privateTextLength} characters`)
  }
  return input
}

const FORMAT_VERSION = 1
