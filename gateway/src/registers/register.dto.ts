import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsArray, IsIn, IsISO8601, IsObject, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator'
import { AUTHORITY_FUNCTIONS, AUTHORITY_STATES, LIMITS, REGISTER_TRANSACTIONS } from '@eco/domain'
import type { AuthorityFunction, AuthorityState, TransactionName } from '@eco/domain'

/** The list transactions of the registers. */
export const REGISTER_CHANGES = Object.entries(REGISTER_TRANSACTIONS)
  .filter(([, { writes }]) => writes)
  .map(([name]) => name) as readonly TransactionName[]

const DATE = { type: String, format: 'date', examples: ['2026-01-01'] } as const
const OPEN_DATE = { ...DATE, nullable: true, description: 'null for no end.' } as const
const INSTANT = { type: String, format: 'date-time', description: 'UTC with milliseconds; absent: now.' } as const
const JWK = { type: 'object', additionalProperties: true, description: 'A public key on P-256 (RFC 7517).' } as const

/** Several changes of one kind at once. */
export class RegisterEntries {
  @ApiProperty({ enum: REGISTER_CHANGES })
  @IsIn(REGISTER_CHANGES)
  readonly change!: TransactionName

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    maxItems: LIMITS.entriesPerTransaction,
    description: 'One object for each change, with the members that the single request of this kind has.',
  })
  @IsArray()
  @IsObject({ each: true })
  readonly entries!: readonly object[]
}

/** What a member says of itself. */
export class MemberDeclaration {
  @ApiProperty({ isArray: true, enum: ['issuing', 'importing'] })
  @IsArray()
  readonly functions!: readonly string[]

  @ApiProperty(JWK)
  @IsObject()
  readonly keyAgreement!: object

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  @IsArray()
  readonly capabilities!: readonly object[]

  @ApiProperty({ ...DATE, nullable: true, description: 'Since when all its certificates are in the register.' })
  @ValidateIf((_, value) => value !== null)
  @IsISO8601()
  readonly registersEverythingSince!: string | null

  @ApiProperty({ type: 'object', additionalProperties: true, description: '`from` and `until`.' })
  @IsObject()
  readonly inForce!: object
}

/** Declares an authority. */
export class AuthorityDeclaration {
  @ApiProperty()
  @IsString()
  @MaxLength(LIMITS.authorityIdLength)
  readonly id!: string

  @ApiProperty({ description: 'The official name of the organisation.' })
  @IsString()
  readonly name!: string

  @ApiProperty({ isArray: true, enum: AUTHORITY_FUNCTIONS })
  @IsIn(AUTHORITY_FUNCTIONS, { each: true })
  readonly functions!: readonly AuthorityFunction[]

  @ApiPropertyOptional({ ...INSTANT, description: 'UTC with milliseconds; absent: it is only notified.' })
  @IsOptional()
  @IsISO8601()
  readonly activeFrom?: string
}

/** Changes the state of an authority. */
export class StateChange {
  @ApiProperty({ enum: AUTHORITY_STATES })
  @IsIn(AUTHORITY_STATES)
  readonly state!: AuthorityState

  @ApiPropertyOptional(INSTANT)
  @IsOptional()
  @IsISO8601()
  readonly from?: string
}

/** Declares a key. */
export class KeyDeclaration {
  @ApiProperty(JWK)
  @IsObject()
  readonly publicJwk!: object

  @ApiProperty({ enum: ['seal', 'official'] })
  @IsIn(['seal', 'official'])
  readonly use!: string

  @ApiProperty(DATE)
  @IsISO8601()
  readonly validFrom!: string

  @ApiProperty(OPEN_DATE)
  @ValidateIf((_, value) => value !== null)
  @IsISO8601()
  readonly validUntil!: string | null
}

/** Since when something ends or counts. */
export class FromTime {
  @ApiPropertyOptional(INSTANT)
  @IsOptional()
  @IsISO8601()
  readonly from?: string
}

/** Proposes a version of an agreement's profile. */
export class ProfileProposal {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The profile, in its own format.' })
  @IsObject()
  readonly profile!: object

  @ApiProperty(DATE)
  @IsISO8601()
  readonly inForceFrom!: string

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'The version whose place it takes, and until when that one is accepted: `version`, `acceptedUntil`.',
  })
  @ValidateIf((_, value) => value !== null)
  @IsObject()
  readonly replaces!: object | null
}

/** Approves the very text that was proposed. */
export class ProfileApproval {
  @ApiProperty({ pattern: '^[0-9a-f]{64}$' })
  @IsString()
  @MaxLength(64)
  readonly hash!: string
}

/** Makes the member a party from a day on. */
export class Accession extends ProfileApproval {
  @ApiProperty(DATE)
  @IsISO8601()
  readonly from!: string
}

/** Ends that the member is a party, from a day to come. */
export class AgreementWithdrawal {
  @ApiProperty(DATE)
  @IsISO8601()
  readonly from!: string
}

/** Recognises another member's authority. */
export class RecognitionDeclaration {
  @ApiProperty({ description: 'The other member.' })
  @IsString()
  readonly of!: string

  @ApiProperty()
  @IsString()
  readonly authority!: string

  @ApiProperty()
  @IsString()
  readonly agreement!: string

  @ApiProperty(DATE)
  @IsISO8601()
  readonly from!: string

  @ApiProperty(OPEN_DATE)
  @ValidateIf((_, value) => value !== null)
  @IsISO8601()
  readonly until!: string | null

  @ApiProperty({ type: String, nullable: true, description: 'Of its certificate authority, DER in base64.' })
  @ValidateIf((_, value) => value !== null)
  @IsString()
  readonly caCertificate!: string | null
}

/** Authorises an exporter, by code only. */
export class ExporterAuthorisation {
  @ApiProperty({ description: 'Names nobody: who it is, is not in the register.' })
  @IsString()
  readonly code!: string

  @ApiProperty()
  @IsString()
  readonly authority!: string

  @ApiProperty({ isArray: true, type: String })
  @IsString({ each: true })
  readonly agreements!: readonly string[]

  @ApiProperty({ isArray: true, type: String, description: 'Chapters of the Harmonized System; empty for all.' })
  @IsString({ each: true })
  readonly chapters!: readonly string[]

  @ApiProperty(DATE)
  @IsISO8601()
  readonly from!: string

  @ApiProperty(OPEN_DATE)
  @ValidateIf((_, value) => value !== null)
  @IsISO8601()
  readonly until!: string | null
}
