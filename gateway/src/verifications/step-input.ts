import { VISIT_ANSWERS } from '@eco/domain'
import type { Plain } from '../http/plain'
import type {
  AcknowledgementRequest,
  DeterminationRequest,
  OpeningRequest,
  ReplyRequest,
  TextRequest,
  VisitAnswerRequest,
  VisitReportRequest,
  VisitRequest,
  WithdrawalRequest,
} from './verification.dto'
import type { CaseStepInput } from './verifications.service'

/** What each request asks the register for. */
export const STEP_INPUTS = {
  opening: ({ kind, reasons, items, replyPeriod, addressee, text }: Plain<OpeningRequest>) => ({
    event: 'opened',
    transaction: 'openCase',
    content: {
      ...{ kind, reasons, replyPeriod: replyPeriod ?? null },
      items: [...(items ?? [])].sort((one, other) => one - other),
      ...(addressee !== undefined && { addressee }),
    },
    text: text ?? null,
  }),
  acknowledgement: ({ received, addressee }: Plain<AcknowledgementRequest>) => ({
    event: 'acknowledged',
    transaction: 'acknowledgeCase',
    content: { received: received ?? null, addressee: addressee ?? null },
    text: undefined,
  }),
  reply: ({ authentic, originating, text }: Plain<ReplyRequest>) => ({
    event: 'answered',
    transaction: 'answerCase',
    content: { authentic, originating },
    text: text ?? null,
  }),
  extension: ({ text }: Plain<TextRequest>) => ({
    event: 'extended',
    transaction: 'extendCase',
    content: {},
    text: text ?? null,
  }),
  visit: ({ day, text }: Plain<VisitRequest>) => ({
    event: 'visit-requested',
    transaction: 'requestVisit',
    content: { day: day ?? null },
    text: text ?? null,
  }),
  visitAnswer: ({ answer, day, text }: Plain<VisitAnswerRequest>) => ({
    event: VISIT_ANSWERS[answer],
    transaction: 'answerVisit',
    content: { answer, day: day ?? null },
    text: text ?? null,
  }),
  visitReport: ({ day, text }: Plain<VisitReportRequest>) => ({
    event: 'visit-reported',
    transaction: 'reportVisit',
    content: { day },
    text: text ?? null,
  }),
  visitComments: ({ text }: Plain<TextRequest>) => ({
    event: 'visit-commented',
    transaction: 'commentVisit',
    content: {},
    text: text ?? null,
  }),
  determination: ({ result, basis, preference, text }: Plain<DeterminationRequest>) => ({
    event: 'determined',
    transaction: 'determine',
    content: { result, basis, preference },
    text: text ?? null,
  }),
  withdrawal: ({ reason }: Plain<WithdrawalRequest>) => ({
    event: 'withdrawn',
    transaction: 'withdrawCase',
    content: { reason },
    text: undefined,
  }),
} as const satisfies Record<string, (request: never) => CaseStepInput>
