import type { CertificateId } from '../certificate-id'
import type { CommonDataset } from '../dataset/dataset-type'
import type { MemberDataset } from '../dataset/parse'
import { utf8 } from '../hash'
import type { DocumentHash } from '../hash'
import { utf8Text } from '../utf8'
import { CHANNEL_NAME } from '../contract'
import { base64url } from './base64url'
import { signCompact } from './compact-jws'
import { documentHashBy } from './document-hash'
import type { Cryptography, Signer } from './cryptography'
import { printDisclosure } from './disclosure'
import { signAsOfficial } from './official'
import { CREDENTIAL_TYPE, EXPORTER_CLAIM, SALT_BYTES, SEALED_TYPE } from './profile'
import type { SealedClaims } from './profile'
import { printItemSalts } from './salt'
import { takeApart } from './take-apart'
import type { TakenApart } from './take-apart'

/** What a sealed document is made from. */
export interface SealInput {
  readonly dataset: MemberDataset
  /** Under which it will be registered. */
  readonly id: CertificateId
  /** When it is sealed: seconds since 1970. */
  readonly sealedAt: number
  /** The key of the issuing authority. */
  readonly authority: Signer
  /** The key of the official who signs for the authority, where the agreement or the authority wants that too. */
  readonly official?: Signer
  /** The salts (hex) of items that are drawn from others or carried over, by their numbers. */
  readonly itemSalts?: Readonly<Record<string, string>>
  /** The exporter's signed declaration, from `signAsExporter`. */
  readonly exporterDeclaration?: string
  readonly digest: Cryptography['digest']
  /** So many unpredictable bytes. */
  readonly random: (count: number) => Uint8Array
}

/** A sealed document with all its disclosures, and the hash under which it is registered. */
export interface Sealed {
  readonly text: string
  readonly documentHash: DocumentHash
  /** 128 bits, base64url: blinds the quantities in the register. */
  readonly salt: string
}

/** Seals a dataset: SD-JWT, each element that may be withheld in a disclosure of its own, a manifest of them all. */
export async function sealDocument(input: SealInput): Promise<Sealed> {
  const { dataset, id, authority, official, exporterDeclaration, sealedAt, itemSalts = {} } = input
  const parts = takeApart({
    ...dataset,
    ...(exporterDeclaration !== undefined && { [EXPORTER_CLAIM]: exporterDeclaration }),
  })
  const [blinding, ...salts] = saltsOf(input.random, parts.withholdable.length + 1)
  const { disclosures, manifest } = disclose(parts, salts, input)
  const claims = { ...parts.shown, ...claimsOf(dataset, { id, sealedAt, manifest, salt: blinding, itemSalts }) }
  const payload =
    official === undefined
      ? claims
      : { ...claims, official_signature: await signAsOfficial(claims, official, sealedAt) }
  const signed = await signCompact(SEALED_TYPE, payload, authority)
  return {
    text: [signed, ...disclosures, ''].join('~'),
    documentHash: documentHashBy(input, utf8(signed)),
    salt: blinding,
  }
}

function claimsOf(
  dataset: MemberDataset,
  more: {
    readonly id: CertificateId
    readonly sealedAt: number
    readonly manifest: SealedClaims['manifest']
    readonly salt: string
    readonly itemSalts: Readonly<Record<string, string>>
  },
): SealedClaims {
  return {
    vct: CREDENTIAL_TYPE,
    iat: more.sealedAt,
    id: more.id,
    salt: more.salt,
    ...(Object.keys(more.itemSalts).length > 0 && { item_salts: printItemSalts(more.itemSalts) }),
    status: { register: statusOf(dataset) },
    manifest: more.manifest,
    _sd_alg: 'sha-256',
  }
}

/** Where the register keeps what became of the certificate of a dataset. */
export function statusOf(
  dataset: Pick<CommonDataset, 'issuingAuthority' | 'certificateNumber'> & Pick<MemberDataset, 'issuingCountry'>,
): SealedClaims['status']['register'] {
  return {
    channel: CHANNEL_NAME,
    issuer: { member: dataset.issuingCountry, authority: dataset.issuingAuthority.id },
    number: dataset.certificateNumber,
  }
}

type Salts = readonly [string, ...string[]]

// Asking for randomness and writing base64url are dear, so both are done once for all salts: whole groups of three
// bytes give whole groups of four digits, and the two bytes that fill up the last group are zero.
const STRIDE = 18
const DIGITS = 22

function saltsOf(random: SealInput['random'], count: number): Salts {
  const bytes = random(count * STRIDE)
  for (let end = STRIDE; end <= bytes.length; end += STRIDE) bytes.fill(0, end - STRIDE + SALT_BYTES, end)
  const text = base64url(bytes)
  const salt = (index: number): string => text.slice((index * STRIDE * 4) / 3, (index * STRIDE * 4) / 3 + DIGITS)
  return [salt(0), ...Array.from({ length: count - 1 }, (_, index) => salt(index + 1))]
}

function disclose(
  { withholdable }: TakenApart,
  salts: readonly string[],
  { digest }: Pick<SealInput, 'digest'>,
): { readonly disclosures: readonly string[]; readonly manifest: Readonly<Record<string, string>> } {
  const manifest: Record<string, string> = {}
  const byPointer = withholdable.map(({ pointer, name, value, parent }, index) => {
    const disclosure = printDisclosure(salts[index] ?? '', name, value)
    const hash = digest(disclosure)
    manifest[pointer] = hash
    parent._sd ??= []
    parent._sd.push(hash)
    return { pointer, text: utf8Text(disclosure) ?? '' }
  })
  // Sorted, so that the order of the digests tells nothing; the disclosures follow the order of the manifest.
  for (const { parent } of withholdable) parent._sd?.sort()
  byPointer.sort((one, other) => (one.pointer < other.pointer ? -1 : 1))
  return { disclosures: byPointer.map(({ text }) => text), manifest }
}
