import type { CaseLife } from '../statistics/life'
import { firstEvent } from './record'
import type { VerificationCase } from './record'

/** When a case was opened, first answered and determined, in milliseconds since 1970: what median times are made of. */
export function caseLifeOf(record: VerificationCase): CaseLife {
  const [answered, determined] = [firstEvent(record, 'answered'), firstEvent(record, 'determined')]
  return {
    openedAt: Date.parse(record.events[0].at),
    ...(answered && { answeredAt: Date.parse(answered.at) }),
    ...(determined && { determinedAt: Date.parse(determined.at) }),
  }
}
