import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import type { LineCheckName, LineCode, LineStep, MemberCode, MinorKind, Verdict } from '@eco/domain'
import { LINE_CHECKS, LINE_CODES, LINE_STEPS, MEMBERS, MINOR_KIND_NAMES } from '@eco/domain'
import { AsOf } from '../certificates/certificate.dto'
import { QuantityView } from './declaration.dto'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const VERDICTS = ['VALID', 'NOT_VALID', 'CANNOT_DETERMINE'] as const
const RESULTS = ['pass', 'fail', 'unknown'] as const
const FORGIVEN = ['yes', 'no', 'unknown'] as const
const SEEN = ['observed', 'found'] as const

class LineCheckView {
  @ApiProperty({ enum: LINE_CHECKS })
  readonly name!: LineCheckName

  @ApiProperty({ enum: RESULTS })
  readonly result!: (typeof RESULTS)[number]

  @ApiProperty({ enum: Object.keys(LINE_CODES) })
  readonly code!: LineCode

  @ApiProperty()
  readonly sentence!: string
}

class MinorDiscrepancyView {
  @ApiProperty({ enum: MINOR_KIND_NAMES })
  readonly kind!: MinorKind

  @ApiProperty({ enum: SEEN, description: 'By an officer, or in the data.' })
  readonly seen!: (typeof SEEN)[number]

  @ApiProperty({ enum: FORGIVEN, description: 'Whether the agreement says that it forgives this.' })
  readonly forgiven!: (typeof FORGIVEN)[number]

  @ApiProperty()
  readonly sentence!: string

  @ApiProperty()
  readonly source!: string
}

class LineNoticeView {
  @ApiProperty()
  readonly rule!: string

  @ApiProperty({ description: 'JSON Pointer into the dataset of the certificate.' })
  readonly pointer!: string

  @ApiProperty()
  readonly sentence!: string

  @ApiProperty()
  readonly source!: string
}

class LineStepView {
  @ApiProperty({ enum: Object.keys(LINE_STEPS) })
  readonly step!: LineStep

  @ApiProperty()
  readonly sentence!: string

  @ApiPropertyOptional({ description: 'Where the agreement says so.' })
  readonly source?: string
}

class LineCertificateView {
  @ApiPropertyOptional({
    pattern: '^[0-9a-f]{64}$',
    description: 'Absent where this gateway has no key to find it by its number.',
  })
  readonly id?: string

  @ApiProperty({ enum: MEMBER_CODES })
  readonly issuingMember!: MemberCode

  @ApiProperty()
  readonly authority!: string

  @ApiProperty()
  readonly number!: string
}

/** What became of reserving a line. */
export class ReservationView {
  @ApiProperty({ description: 'Names the reservation; it is confirmed, corrected or released under this name.' })
  readonly use!: string

  @ApiProperty({ description: '`done`, or the code of the rule that said no.' })
  readonly outcome!: string

  @ApiPropertyOptional({ description: 'What the rule said.' })
  readonly detail?: string

  @ApiPropertyOptional({ type: QuantityView, description: 'After a refusal: what is left of the item now.' })
  readonly left?: QuantityView
}

/** What is to be said of one line. */
export class LineAnswerView {
  @ApiProperty()
  readonly line!: number

  @ApiProperty({ enum: VERDICTS })
  readonly verdict!: Verdict

  @ApiProperty({ type: [LineCheckView] })
  readonly checks!: readonly LineCheckView[]

  @ApiProperty({ type: [MinorDiscrepancyView], description: 'None of these makes a line NOT_VALID by itself.' })
  readonly minorDiscrepancies!: readonly MinorDiscrepancyView[]

  @ApiProperty({ type: [LineNoticeView], description: 'Rules of the agreement that could not be judged.' })
  readonly notices!: readonly LineNoticeView[]

  @ApiProperty({ type: [LineStepView] })
  readonly nextSteps!: readonly LineStepView[]

  @ApiPropertyOptional({ type: LineCertificateView })
  readonly certificate?: LineCertificateView

  @ApiPropertyOptional()
  readonly itemSequence?: number

  @ApiPropertyOptional({ type: QuantityView, description: 'What the line takes, in the unit of the item.' })
  readonly counted?: QuantityView

  @ApiPropertyOptional({ type: QuantityView, description: 'What was left for the line, after the lines before it.' })
  readonly left?: QuantityView

  @ApiProperty({ description: 'Nothing speaks against the line and its quantity is there.' })
  readonly mayReserve!: boolean

  @ApiPropertyOptional({ type: ReservationView })
  readonly reservation?: ReservationView
}

/** One answer for each line, in the order of the line numbers. */
export class DeclarationCheckView {
  @ApiProperty({ type: [LineAnswerView] })
  readonly lines!: readonly LineAnswerView[]

  @ApiProperty({ description: 'What a check does not say.' })
  readonly note!: string

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf

  @ApiPropertyOptional({ description: 'The transaction that holds the reservations.' })
  readonly transactionId?: string

  @ApiPropertyOptional({ description: 'Its block; others wait for it with `atLeastBlock`.' })
  readonly block?: number
}
