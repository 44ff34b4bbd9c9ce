import type { CertificateId } from '../certificate-id'
import type { ElementName } from '../dataset/elements'
import type { MemberCode } from '../member'

/** What the `typ` header says: an SD-JWT (RFC 9901) of the profile draft-ietf-oauth-sd-jwt-vc-13. */
export const SEALED_TYPE = 'dc+sd-jwt'

/** What kind of credential it is (`vct`): this dataset, under these rules. */
export const CREDENTIAL_TYPE = 'urn:eco:certificate-of-origin:1'

/** How much a sealed document may be, so that nobody can make a reader work for ever. */
export const SEALED_LIMITS = {
  characters: 2_000_000,
  disclosures: 20_000,
  depth: 40,
  chain: 4,
  certificateCharacters: 11_000,
} as const

/** Bytes of every salt: 128 bits. */
export const SALT_BYTES = 16

/** Where the register keeps what became of a certificate. */
export interface StatusReference {
  readonly channel: string
  readonly issuer: { readonly member: MemberCode; readonly authority: string }
  readonly number: string
}

/** The claims of a sealed document beside the dataset, whose elements stand at its top. */
export interface SealedClaims {
  readonly vct: typeof CREDENTIAL_TYPE
  /** When it was sealed: seconds since 1970. */
  readonly iat: number
  readonly id: CertificateId
  /** 128 bits, base64url: blinds the quantities in the register. */
  readonly salt: string
  /** The salts of items that count in the unit of another certificate's item, by their numbers: 128 bits each, base64url. */
  readonly item_salts?: Readonly<Record<string, string>>
  readonly status: { readonly register: StatusReference }
  /** JSON Pointer of every element that may be withheld, and the digest of its disclosure. */
  readonly manifest: Readonly<Record<string, string>>
  readonly _sd_alg: 'sha-256'
  /** The signature of the official who signed for the authority, over everything else. */
  readonly official_signature?: string
}

/** The names of those claims; everything else at the top is the dataset's. */
export const SEALED_CLAIMS = [
  'vct',
  'iat',
  'id',
  'salt',
  'item_salts',
  'status',
  'manifest',
  '_sd_alg',
  'official_signature',
] as const satisfies readonly (keyof SealedClaims)[]

/** The claim with the exporter's own signature. Like an element it may be withheld, since it tells who the exporter is. */
export const EXPORTER_CLAIM = 'exporter_declaration'

/** What an importing customs administration must always see, so nobody can withhold it. */
export const NEVER_WITHHELD: readonly ElementName[] = [
  'certificateNumber',
  'agreement',
  'certificateType',
  'isPreferential',
  'issueDateTime',
  'issuingCountry',
  'issuingAuthority',
  'validUntil',
  'importCountry',
  'item.sequence',
  'item.hsCode',
  'item.hsVersion',
  'item.originCriterion',
  'item.originCountry',
  'item.quantity',
]
