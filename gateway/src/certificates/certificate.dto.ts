import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator'
import type {
  AnnulmentReason,
  CancellationReason,
  DocumentState,
  MemberCode,
  OrganisationCode,
  TrueCopyReason,
} from '@eco/domain'
import {
  ANNULMENT_REASONS,
  CANCELLATION_REASONS,
  DOCUMENT_STATES,
  LIMITS,
  MEMBERS,
  OBSERVER,
  TRUE_COPY_REASONS,
} from '@eco/domain'
import { LineageView } from './lineage.view'
import { CertificateView } from './certificate.view'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const ORGANISATION_CODES = [...MEMBER_CODES, OBSERVER.code]
/** Entries on one page of a list. */
export const PAGE_LIMIT = 200

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

/** A request to certify a true copy. */
export class TrueCopyRequest {
  @ApiProperty({ enum: TRUE_COPY_REASONS, description: 'Public on the register: a word from a list.' })
  @IsIn(TRUE_COPY_REASONS)
  readonly reason!: TrueCopyReason
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

/** Where a change stands on the ledger, and by whom. */
class SubmittedChange {
  @ApiProperty()
  readonly transactionId!: string

  @ApiProperty()
  readonly block!: number

  @ApiProperty({ format: 'date-time', description: 'By the clock of whoever submitted it.' })
  readonly time!: string

  @ApiProperty({ description: 'MSP of the member that submitted it.' })
  readonly submitter!: string
}

/** A change that counts on the ledger although the rules, run again here, would not have allowed it. */
export class ObjectionView extends SubmittedChange {
  @ApiProperty({
    description: 'The code of the rule that refuses it, or RULES_DIFFER where the rules do something else.',
  })
  readonly rule!: string

  @ApiProperty()
  readonly detail!: string
}

/** A certificate as the register shows it. */
export class CertificateAnswer {
  @ApiProperty({ type: CertificateView })
  readonly certificate!: CertificateView

  @ApiProperty({ type: LineageView })
  readonly lineage!: LineageView

  @ApiPropertyOptional({
    type: [ObjectionView],
    description:
      'Changes of this certificate that whoever made them was not entitled to: members of the network have colluded. Absent where there are none.',
  })
  readonly notEntitled?: readonly ObjectionView[]

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

class ListNotice {
  @ApiProperty({ enum: ['NOT_FOUND_BY_NUMBER'] })
  readonly code!: 'NOT_FOUND_BY_NUMBER'

  @ApiProperty()
  readonly sentence!: string
}

/** A page of certificates, in the order of registration. */
export class CertificateList {
  @ApiProperty({ type: [CertificateView] })
  readonly certificates!: readonly CertificateView[]

  @ApiPropertyOptional({ description: 'Cursor of the next page; absent on the last.' })
  readonly next?: string

  @ApiPropertyOptional({
    type: ListNotice,
    description: 'Present where a number led nowhere, and a certificate of two other members may have it all the same.',
  })
  readonly notice?: ListNotice

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** One change of a certificate. */
export class HistoryEntry extends SubmittedChange {
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
