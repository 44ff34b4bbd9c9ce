import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import type { CaseDeadline, CaseEventName, CaseNotice, CaseSide, CaseState, VisitState } from '@eco/domain'
import {
  CASE_DEADLINES,
  CASE_EVENTS,
  CASE_KINDS,
  CASE_NOTICES,
  CASE_REASONS,
  CASE_STATES,
  DEADLINE_STATES,
  MEMBERS,
  VISIT_STATES,
} from '@eco/domain'
import { AsOf } from '../certificates/certificate.dto'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const SIDES = ['importing', 'issuing'] as const
const DAY = { type: 'string', format: 'date' } as const

/** From which day a deadline is counted. */
export class StartView {
  @ApiProperty({ description: 'The event of the agreement.' })
  readonly event!: string

  @ApiProperty(DAY)
  readonly date!: string

  @ApiProperty({
    enum: ['recorded', 'deemed'],
    description: 'deemed: it counts as received on the day on which the register showed it to the other side.',
  })
  readonly certainty!: 'recorded' | 'deemed'
}

/** What the agreement says of missing a deadline. */
export class ConsequenceView {
  @ApiProperty({ description: 'Empty where nothing was read.' })
  readonly sentence!: string

  @ApiPropertyOptional({ enum: ['may', 'shall'], description: 'The clock only informs: a person decides.' })
  readonly force?: 'may' | 'shall'
}

/** A deadline of a case as of now. */
export class DeadlineView {
  @ApiProperty({ enum: [...CASE_DEADLINES, 'refusal-notice'] })
  readonly name!: CaseDeadline['name']

  @ApiProperty({ enum: SIDES, description: 'Who has to act; days are those of its calendar.' })
  readonly side!: CaseSide

  @ApiProperty({ enum: DEADLINE_STATES })
  readonly state!: CaseDeadline['state']

  @ApiPropertyOptional({ ...DAY, description: 'The last day in time; absent while nobody can know it.' })
  readonly date?: string

  @ApiPropertyOptional({
    ...DAY,
    description: 'The earliest possible last day, where the event from which the time runs was not read.',
  })
  readonly earliestDate?: string

  @ApiPropertyOptional({ type: StartView })
  readonly start?: StartView

  @ApiPropertyOptional({ description: 'What the count rests on: the calendar alone, or a list of holidays.' })
  readonly basis?: string

  @ApiPropertyOptional(DAY)
  readonly keptOn?: string

  @ApiPropertyOptional({ enum: ['shall', 'endeavour'] })
  readonly duty?: 'shall' | 'endeavour'

  @ApiProperty({ type: ConsequenceView })
  readonly consequence!: ConsequenceView

  @ApiProperty({ description: 'How well the rule is known: read, secondary, background or not-read.' })
  readonly evidence!: string

  @ApiProperty()
  readonly sentence!: string

  @ApiProperty({ description: 'The place in the agreement, or where it would stand.' })
  readonly source!: string
}

/** Something that happened in a case. */
export class CaseEventView {
  @ApiProperty({ enum: CASE_EVENTS })
  readonly event!: CaseEventName

  @ApiProperty({ minimum: 1, description: 'Which one it is of the events of this name.' })
  readonly nth!: number

  @ApiProperty({ format: 'date-time' })
  readonly at!: string

  @ApiPropertyOptional({ description: 'The authority of the issuing side that acted.' })
  readonly by?: string

  @ApiProperty()
  readonly requestId!: string

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Codes, days and the hash of the text.' })
  readonly content!: object
}

/** Something worth knowing of a case that stops nobody. */
export class NoticeView {
  @ApiProperty({ enum: Object.keys(CASE_NOTICES) })
  readonly code!: CaseNotice

  @ApiProperty()
  readonly sentence!: string
}

/** A verification case with its deadlines. */
export class VerificationView {
  @ApiProperty({ type: 'string', pattern: '^[0-9a-f]{64}$' })
  readonly certificate!: string

  @ApiProperty({ minimum: 1, description: 'The first case about a certificate is 1.' })
  readonly number!: number

  @ApiProperty({ enum: CASE_STATES })
  readonly state!: CaseState

  @ApiProperty({ enum: VISIT_STATES })
  readonly visit!: VisitState

  @ApiProperty({ enum: CASE_KINDS })
  readonly kind!: string

  @ApiProperty({ enum: CASE_REASONS, isArray: true, description: 'None for a random case.' })
  readonly reasons!: readonly string[]

  @ApiProperty({ type: [Number], description: 'None for the whole certificate.' })
  readonly items!: readonly number[]

  @ApiProperty({ enum: MEMBER_CODES })
  readonly importingMember!: string

  @ApiProperty({ enum: MEMBER_CODES })
  readonly issuingMember!: string

  @ApiProperty({ description: 'The body of the issuing member that has to answer.' })
  readonly addressee!: string

  @ApiProperty()
  readonly agreement!: string

  @ApiProperty()
  readonly agreementVersion!: string

  @ApiProperty({ description: 'Whether a deadline is over, or may be.' })
  readonly overdue!: boolean

  @ApiProperty({ type: [DeadlineView] })
  readonly deadlines!: readonly DeadlineView[]

  @ApiProperty({ type: [NoticeView] })
  readonly notices!: readonly NoticeView[]

  @ApiProperty({ type: [CaseEventView], description: 'Everything that happened, the oldest first.' })
  readonly events!: readonly CaseEventView[]
}

/** The cases of a certificate, or of many. */
export class VerificationList {
  @ApiProperty({ type: [VerificationView] })
  readonly verifications!: readonly VerificationView[]

  @ApiPropertyOptional({ description: 'Where the next page begins; absent on the last one.' })
  readonly next?: string

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** A case after a step. */
export class ChangedVerification {
  @ApiProperty({ type: VerificationView })
  readonly verification!: VerificationView

  @ApiPropertyOptional({ description: 'Not there where a repeat of the request found it done.' })
  readonly transactionId?: string

  @ApiPropertyOptional({ description: 'The block that holds the change; others wait for it with `atLeastBlock`.' })
  readonly block?: number
}

/** A text of a case. */
export class CaseTextView {
  @ApiProperty({ description: 'As its sender wrote it.' })
  readonly text!: string

  @ApiProperty({ pattern: '^[0-9a-f]{64}$', description: 'The hash by which the ledger names it.' })
  readonly textHash!: string
}
