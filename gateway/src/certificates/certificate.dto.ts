import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import type {
  AnnulmentReason,
  CancellationReason,
  DocumentState,
  LateRegistrationReason,
  MemberCode,
  OrganisationCode,
} from '@eco/domain'
import {
  ANNULMENT_REASONS,
  CANCELLATION_REASONS,
  DOCUMENT_STATES,
  LATE_REGISTRATION_REASONS,
  LIMITS,
  MEMBERS,
  OBSERVER,
  SEALED_LIMITS,
} from '@eco/domain'
import { DrawnFromInput, ReplacesInput } from './link.dto'
import { CertificateView } from './certificate.view'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const ORGANISATION_CODES = [...MEMBER_CODES, OBSERVER.code]
/** Entries on one page of a list. */
export const PAGE_LIMIT = 200

/** A request to issue a certificate. */
export class IssueRequest {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The common dataset, as its schema (`urn:eco:schema:dataset:1`) and docs/dataset.md describe it. All its problems are told at once. What it has no element for belongs into `extensions`.',
  })
  @IsOptional()
  @IsObject()
  // Taken over as it was parsed: what is signed must be what was sent.
  @Transform(({ obj }: { obj: { dataset?: unknown } }) => obj.dataset)
  readonly dataset?: Record<string, unknown>

  @ApiPropertyOptional({
    description:
      'In place of the dataset: an SD-JWT (`dc+sd-jwt`) that the authority has sealed itself, whole, by a key that is trusted.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(SEALED_LIMITS.characters)
  readonly document?: string

  @ApiPropertyOptional({
    enum: LATE_REGISTRATION_REASONS,
    description:
      'Why it is registered later than it was issued. Required more than three days after the day of issue, and public: it stands in the record and every check names it.',
  })
  @IsOptional()
  @IsIn(LATE_REGISTRATION_REASONS)
  readonly late?: LateRegistrationReason

  @ApiPropertyOptional({ type: ReplacesInput, description: 'The certificate of the own authority that it replaces.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReplacesInput)
  readonly replaces?: ReplacesInput

  @ApiPropertyOptional({
    type: [DrawnFromInput],
    description: 'For a back-to-back certificate or a part of a split consignment: every item, or none.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LIMITS.itemsPerCertificate)
  @ValidateNested({ each: true })
  @Type(() => DrawnFromInput)
  readonly drawnFrom?: readonly DrawnFromInput[]

  @ApiPropertyOptional({
    type: [String],
    description: 'Documents of the certificates that it replaces or draws from, unless this gateway holds them.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LIMITS.linkedCertificates)
  @IsString({ each: true })
  readonly originals?: readonly string[]
}

/** A request to declare a certificate void. */
export class AnnulmentRequest {
  @ApiProperty({
    enum: ANNULMENT_REASONS,
    description: 'Public on the register: a word from a list, never free text.',
  })
  @IsIn(ANNULMENT_REASONS)
  readonly reason!: AnnulmentReason
}

/** A request to let a certificate import into another member. */
export class DestinationRequest {
  @ApiProperty({ enum: MEMBER_CODES })
  @IsIn(MEMBER_CODES)
  readonly importingMember!: MemberCode
}

/** A request to withdraw a certificate. */
export class CancellationRequest {
  @ApiProperty({
    enum: CANCELLATION_REASONS,
    description: 'Public on the register: a word from a list, never free text.',
  })
  @IsIn(CANCELLATION_REASONS)
  readonly reason!: CancellationReason
}

/** How fresh an answer must be. */
export class ReadQuery {
  @ApiPropertyOptional({
    minimum: 0,
    description: 'Wait until the read model holds this block; 503 if that takes too long.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  readonly atLeastBlock?: number
}

/** Which page of a list, and how fresh it must be. */
export class PageQuery extends ReadQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: PAGE_LIMIT, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_LIMIT)
  readonly limit?: number

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly cursor?: string
}

/** What a list may be narrowed to. */
export class ListQuery extends PageQuery {
  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Issuing member.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly issuer?: MemberCode

  @ApiPropertyOptional({ description: 'Issuing authority.' })
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.authorityIdLength)
  readonly authority?: string

  @ApiPropertyOptional({ description: 'Certificate number; only together with issuer and authority.' })
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.certificateNumberLength)
  readonly number?: string

  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Importing member.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly importer?: MemberCode

  @ApiPropertyOptional({ enum: DOCUMENT_STATES, description: 'State of the document.' })
  @IsOptional()
  @IsIn(DOCUMENT_STATES)
  readonly document?: DocumentState
}

/** As of which block, and when that block was made, an answer holds. */
export class AsOf {
  @ApiProperty()
  readonly block!: number

  @ApiPropertyOptional({ format: 'date-time' })
  readonly time?: string

  @ApiPropertyOptional({
    enum: ORGANISATION_CODES,
    description: 'Present while the own peer does not answer: the member whose peer is read instead.',
  })
  readonly readFrom?: OrganisationCode
}

/** A certificate as the register shows it. */
export class CertificateAnswer {
  @ApiProperty({ type: CertificateView })
  readonly certificate!: CertificateView

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** A page of certificates, in the order of registration. */
export class CertificateList {
  @ApiProperty({ type: [CertificateView] })
  readonly certificates!: readonly CertificateView[]

  @ApiPropertyOptional({ description: 'Cursor of the next page; absent on the last.' })
  readonly next?: string

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** One change of a certificate. */
export class HistoryEntry {
  @ApiProperty()
  readonly transactionId!: string

  @ApiProperty()
  readonly block!: number

  @ApiProperty({ format: 'date-time', description: 'By the clock of whoever submitted it.' })
  readonly time!: string

  @ApiProperty({ description: 'MSP of the member that submitted it.' })
  readonly submitter!: string

  @ApiProperty({ type: CertificateView })
  readonly certificate!: CertificateView
}

/** Everything that happened to a certificate, oldest first. */
export class CertificateHistory {
  @ApiProperty({ type: [HistoryEntry] })
  readonly changes!: readonly HistoryEntry[]

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** A change that is committed and visible. */
export class ChangedCertificate {
  @ApiProperty({ type: CertificateView })
  readonly certificate!: CertificateView

  @ApiProperty()
  readonly transactionId!: string

  @ApiProperty({ description: 'The block that holds the change; others wait for it with `atLeastBlock`.' })
  readonly block!: number
}

/** A certificate that was just registered, and its document. */
export class IssuedCertificate extends ChangedCertificate {
  @ApiProperty({
    description: 'The e-CO document: compact JWS (ES256) by the issuing authority. It travels to whoever needs it.',
  })
  readonly document!: string

  @ApiProperty({ description: 'SHA-256 of the document, as registered.' })
  readonly documentHash!: string
}

/** How far a registration is. */
export class RegistrationView {
  @ApiPropertyOptional()
  readonly id?: string

  @ApiProperty({ enum: ['pending', 'registered', 'refused'] })
  readonly state!: 'pending' | 'registered' | 'refused'

  @ApiPropertyOptional({ format: 'date-time', description: 'When it was signed.' })
  readonly since?: string

  @ApiPropertyOptional({ description: 'How often the register was asked without an answer.' })
  readonly attempts?: number

  @ApiPropertyOptional({ type: 'string', description: 'What the last attempt met, or the code of the refusal.' })
  readonly problem?: string | undefined

  @ApiPropertyOptional({ type: 'string' })
  readonly detail?: string | undefined
}

/** A certificate that is signed, and whose registration is on its way. */
export class SignedCertificate {
  @ApiProperty()
  readonly id!: string

  @ApiProperty({ description: 'The signed document.' })
  readonly document!: string

  @ApiProperty()
  readonly documentHash!: string

  @ApiProperty({ type: RegistrationView })
  readonly registration!: RegistrationView
}
