import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsBoolean, IsIn, IsOptional } from 'class-validator'
import type { DeliveryAnswer, DeliveryState, MemberCode, RejectionReason } from '@eco/domain'
import { DELIVERY_ANSWERS, DELIVERY_STATES, MEMBERS, REJECTION_REASONS } from '@eco/domain'
import { AsOf, PageQuery } from '../certificates/certificate.dto'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const SIDES = ['outgoing', 'incoming'] as const
const OFFICERS_ANSWERS = ['accepted', 'rejected', 'not-received', 'lost'] as const

/** Whose deliveries are meant: those that this member makes, or those that it gets. */
export type DeliverySide = (typeof SIDES)[number]

/** Which deliveries are listed. */
export class DeliveryQuery extends PageQuery {
  @ApiProperty({ enum: SIDES, description: 'What this member delivers, or what is delivered to it.' })
  @IsIn(SIDES)
  readonly side!: DeliverySide

  @ApiPropertyOptional({ enum: DELIVERY_STATES })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  readonly state?: DeliveryState

  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Only those with this member.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly with?: MemberCode
}

/** How far the document of one certificate has come. */
export class DeliveryView {
  @ApiProperty({ pattern: '^[0-9a-f]{64}$' })
  readonly certificate!: string

  @ApiProperty({ enum: MEMBER_CODES })
  readonly issuingMember!: MemberCode

  @ApiProperty({ enum: MEMBER_CODES })
  readonly importingMember!: MemberCode

  @ApiProperty({ enum: DELIVERY_STATES })
  readonly state!: DeliveryState

  @ApiProperty({ description: 'How often the issuing side has delivered.' })
  readonly deliveries!: number

  @ApiPropertyOptional({ format: 'date-time' })
  readonly deliveredAt?: string

  @ApiPropertyOptional({ enum: DELIVERY_ANSWERS, description: 'What the importing side last said.' })
  readonly answer?: DeliveryAnswer

  @ApiPropertyOptional({ enum: REJECTION_REASONS })
  readonly reason?: RejectionReason

  @ApiPropertyOptional({ format: 'date-time' })
  readonly answeredAt?: string

  @ApiProperty({ description: 'Whether this gateway holds the document.' })
  readonly held!: boolean
}

/** A page of deliveries, in the order in which the ledger holds the registrations. */
export class DeliveryList {
  @ApiProperty({ type: [DeliveryView] })
  readonly deliveries!: readonly DeliveryView[]

  @ApiPropertyOptional({ description: 'Cursor of the next page; absent on the last.' })
  readonly next?: string

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** What an officer of importing customs says of a document. */
export class AnswerRequest {
  @ApiProperty({
    enum: OFFICERS_ANSWERS,
    description: 'Whether a received document is taken over, or that it is missing and must be sent again.',
  })
  @IsIn(OFFICERS_ANSWERS)
  readonly answer!: (typeof OFFICERS_ANSWERS)[number]

  @ApiPropertyOptional({ enum: REJECTION_REASONS, description: 'Needed with `rejected`, and only then.' })
  @IsOptional()
  @IsIn(REJECTION_REASONS)
  readonly reason?: RejectionReason
}

/** How far a delivery has come after a change. */
export class DeliveryAnswerView {
  @ApiProperty({ type: DeliveryView })
  readonly delivery!: DeliveryView

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** The document of a certificate. */
export class DocumentView {
  @ApiProperty({ description: 'The e-CO document, as its authority sealed it.' })
  readonly document!: string

  @ApiProperty({ pattern: '^[0-9a-f]{64}$', description: 'Its hash; the same as the registered one.' })
  readonly documentHash!: string
}

/** A comparison of the register with what this gateway holds. */
export class ReconciliationRequest {
  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Only with this member.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly with?: MemberCode

  @ApiPropertyOptional({
    default: false,
    description: 'Also send again what is missing at the others, and ask for what is missing here.',
  })
  @IsOptional()
  @IsBoolean()
  readonly repair?: boolean
}

/** One side of a reconciliation: ids of certificates, in the order in which the ledger holds the registrations. */
export class Gaps {
  @ApiProperty({ type: [String], description: 'Registered, and not delivered.' })
  readonly registered!: readonly string[]

  @ApiProperty({ type: [String], description: 'Delivered, and neither acknowledged nor refused.' })
  readonly delivered!: readonly string[]

  @ApiProperty({ type: [String], description: 'Delivered, and unreadable or missing at the importing member.' })
  readonly failed!: readonly string[]

  @ApiProperty({ type: [String], description: 'Acknowledged or to be delivered, and not held by this gateway.' })
  readonly notHeld!: readonly string[]

  @ApiProperty({ description: 'How many were sent again, fetched or asked for.' })
  readonly repaired!: number
}

/** What both sides of the exchange miss, as this member sees it. */
export class Reconciliation {
  @ApiProperty({ type: Gaps })
  readonly outgoing!: Gaps

  @ApiProperty({ type: Gaps })
  readonly incoming!: Gaps

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}
