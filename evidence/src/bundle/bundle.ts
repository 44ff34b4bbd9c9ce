import { isObject, parseCertificateId, parseJson, Refusal } from '@eco/domain'
import type { CertificateId } from '@eco/domain'

/** The name of the form, with its version. */
export const BUNDLE_FORMAT = 'eco-evidence/1'

/** How large a bundle may be, so that nobody's memory is filled: text, and blocks. */
export const BUNDLE_LIMITS = { characters: 256 * 1024 * 1024, blocks: 5_000, statements: 2 } as const

/**
 * What proves a certificate without any network: the blocks that hold what was written of it and what that rests on, the
 * channel's configurations by which their signatures are judged, and its document where whoever made the bundle holds it.
 */
export interface EvidenceBundle {
  readonly certificate: CertificateId
  readonly channel: string
  /** The name of the register's chaincode. */
  readonly chaincode: string
  /** Who made the bundle, and when by its own clock: nothing rests on either. */
  readonly made: { readonly by: string; readonly at: string }
  /** `common.Block` of Hyperledger Fabric, ascending, block 0 first. */
  readonly blocks: readonly Uint8Array[]
  readonly document: string | undefined
  /** What members' peers said of the certificate when the bundle was made (`common.Envelope`, endorsed and not submitted). */
  readonly statements: readonly Uint8Array[]
}

/** A bundle that is none; the message names the field and the rule. */
export class BundleProblem extends Error {
  override readonly name = 'BundleProblem'
}

/** The bundle as a file: JSON, blocks in base64. */
export function printBundle(bundle: EvidenceBundle): string {
  const { certificate, channel, chaincode, made, blocks, document, statements } = bundle
  const named = {
    ...{ format: BUNDLE_FORMAT, certificate, channel, chaincode, made },
    blocks: blocks.map(base64),
    statements: statements.map(base64),
  }
  return JSON.stringify({ ...named, ...(document !== undefined && { document }) })
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** Reads a bundle; whether anything in it holds is another question. @throws BundleProblem */
export function parseBundle(text: string): EvidenceBundle {
  if (text.length > BUNDLE_LIMITS.characters) throw new BundleProblem('is too large for a bundle')
  const value = jsonOf(text)
  if (!isObject(value)) throw new BundleProblem('is no JSON object')
  if (value.format !== BUNDLE_FORMAT) throw new BundleProblem(`format: must be ${BUNDLE_FORMAT}`)
  const { made, document } = value
  if (!isObject(made)) throw new BundleProblem('made: must be an object')
  return {
    certificate: idOf(textOf(value.certificate, 'certificate')),
    channel: textOf(value.channel, 'channel'),
    chaincode: textOf(value.chaincode, 'chaincode'),
    made: { by: textOf(made.by, 'made.by'), at: textOf(made.at, 'made.at') },
    blocks: bytesIn(value.blocks, 'blocks', [1, BUNDLE_LIMITS.blocks]),
    statements: bytesIn(value.statements, 'statements', [0, BUNDLE_LIMITS.statements]),
    document: document === undefined ? undefined : textOf(document, 'document'),
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text, 'bundle')
  } catch {
    throw new BundleProblem('is no JSON')
  }
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new BundleProblem(`${name}: must be a text`)
  return value
}

function idOf(text: string): CertificateId {
  try {
    return parseCertificateId(text)
  } catch (error) {
    if (error instanceof Refusal) throw new BundleProblem(`certificate: ${error.detail}`)
    throw error
  }
}

function bytesIn(value: unknown, name: string, [least, most]: readonly [number, number]): readonly Uint8Array[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) {
    throw new BundleProblem(`${name}: must be a list of ${least} to ${most}`)
  }
  return value.map((one: unknown, index) => bytesOf(textOf(one, `${name}[${index}]`), `${name}[${index}]`))
}

// Node reads around what is no base64, so that one file could be written in two ways.
function bytesOf(text: string, name: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new BundleProblem(`${name}: must be base64`)
  return bytes
}
