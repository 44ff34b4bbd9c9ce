import { isDate } from '../date'
import type { IsoDate } from '../date'
import { isObject } from '../shape'
import { finding, overallVerdict } from './answer'
import type { CheckAnswer, Findings } from './answer'
import { exchangeChecks } from './exchange-checks'
import { formChecks } from './form-checks'
import type { AgreementSight, ProfileInForce } from './form-checks'
import { readContent } from './presented'
import type { Presented } from './presented'
import { entryCheck, registrationChecks, statusChecks, validityCheck } from './register-checks'
import type { RegisterView } from './register-checks'
import { NEXT_STEPS, OFFLINE_NOTE, ORIGIN_NOTE } from './words'

/** Everything that a check looks at. It looks at nothing else, so the same input has the same answer everywhere. */
export interface CheckInput extends Presented, RegisterView, AgreementSight {}

/** Judges what was presented by itself, the register and the day. Origin itself is never determined. */
export function checkDocument(input: CheckInput): CheckAnswer {
  const content = readContent(input.content)
  const [dataset, agreement] = formChecks(content, input)
  return answer(
    {
      authenticity: finding([...input.authenticity, ...registrationChecks(input, input)]),
      status: finding(statusChecks(input)),
      formalCompliance: finding([dataset, entryCheck(content, input), agreement, ...exchangeChecks(input.importMode)]),
    },
    ORIGIN_NOTE,
  )
}

/** Judges what was presented without any register: what became of the certificate since it was issued stays open. */
export function checkOffline(
  presented: Presented,
  { today, profiles }: { readonly today: IsoDate; readonly profiles?: readonly ProfileInForce[] },
): CheckAnswer {
  return answer(
    {
      authenticity: finding(presented.authenticity),
      status: finding([validityCheck(validUntilOf(presented), today, 'CONTENT_NOT_PRESENTED')]),
      formalCompliance: finding(formChecks(readContent(presented.content), { profiles })),
    },
    `${OFFLINE_NOTE} ${ORIGIN_NOTE}`,
  )
}

function answer(findings: Findings, note: string): CheckAnswer {
  const verdict = overallVerdict(findings)
  return { verdict, findings, note, nextStep: NEXT_STEPS[verdict] }
}

function validUntilOf({ content }: Presented): string | undefined {
  const dataset = content?.dataset
  const date = isObject(dataset) ? dataset.validUntil : undefined
  return typeof date === 'string' && isDate(date) ? date : undefined
}
