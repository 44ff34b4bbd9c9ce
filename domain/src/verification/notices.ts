import type { CaseDeadline } from './deadline-state'

/** What is worth knowing of a case and stops nobody, and what each means in one sentence. */
export const CASE_NOTICES = {
  REPLY_LATE: 'The reply came after the time that the agreement gives for it; it is accepted all the same.',
  REPLY_PERHAPS_LATE: 'The reply may have come too late: from which event the time runs was not read.',
  REPLY_OVERDUE: 'The time for the reply is over; what follows is for the importing side to decide.',
  DETERMINATION_OVERDUE: 'The time for the determination is over.',
  DEADLINE_NOT_READ: 'How long the agreement gives for the reply was not read; nothing is assumed.',
} as const

/** One of the notices. */
export type CaseNotice = keyof typeof CASE_NOTICES

/** The notices that follow from the deadlines of a case. */
export function noticesOf(deadlines: readonly CaseDeadline[]): readonly CaseNotice[] {
  const notices: CaseNotice[] = []
  for (const { name, state } of deadlines) {
    const notice = BY_STATE[name]?.[state]
    if (notice !== undefined && !notices.includes(notice)) notices.push(notice)
  }
  return notices
}

type Table = {
  readonly [N in CaseDeadline['name']]?: { readonly [S in CaseDeadline['state']]?: CaseNotice }
}

const DETERMINATION = { overdue: 'DETERMINATION_OVERDUE' } as const

const BY_STATE: Table = {
  'verification-reply': {
    late: 'REPLY_LATE',
    'perhaps-late': 'REPLY_PERHAPS_LATE',
    overdue: 'REPLY_OVERDUE',
    unknown: 'DEADLINE_NOT_READ',
  },
  determination: DETERMINATION,
  'whole-verification': DETERMINATION,
}
