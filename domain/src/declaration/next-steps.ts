import { printPeriod } from '../calendar/period'
import { profileNamed } from '../agreements/catalogue'
import { deadlineRule } from '../agreements/deadline'
import { isKnown } from '../agreements/evidence'
import type { AgreementProfile, DeadlineName } from '../agreements/profile'
import { waiverFor } from '../agreements/waiver'
import type { DeclarationLine } from './declaration'
import type { DeclaredCertificate } from './declared-certificate'
import { LINE_CODES, LINE_STEPS } from './words'
import type { LineCheck, LineStep } from './words'

/** One thing that may be done next, and where the agreement says so if it does. */
export interface NextStep {
  readonly step: LineStep
  readonly sentence: string
  readonly source?: string
}

// Which deadline of an agreement belongs to a step.
const DEADLINE_OF: Partial<Record<LineStep, DeadlineName>> = {
  REFUSE_ITEM: 'refusal-notice',
  REQUEST_VERIFICATION: 'verification-reply',
}

/** What the answers to a line suggest, what speaks against it first, each step once. */
export function nextSteps(
  line: DeclarationLine,
  checks: readonly LineCheck[],
  certificate: DeclaredCertificate | undefined,
): readonly NextStep[] {
  const [fails, unknowns] = [stepsOf(checks, 'fail'), stepsOf(checks, 'unknown')]
  const steps = [
    ...(isWaived(line, certificate) ? (['NO_PROOF_NEEDED'] as const) : []),
    ...fails,
    ...unknowns,
    ...beyond(checks, certificate),
  ]
  const profile = certificate?.profile
  const told = steps.length === 0 ? (['CONSIDER_PREFERENCE'] as const) : [...new Set(steps)]
  return told.map((step) => described(step, profile))
}

function stepsOf(checks: readonly LineCheck[], wanted: LineCheck['result']): readonly LineStep[] {
  return checks.flatMap(({ code, result }) => {
    const { step } = LINE_CODES[code]
    return result !== wanted || step === null ? [] : [step]
  })
}

// A certificate in whose place another one stands is asked for; one that may be forged is a case for its issuer.
function beyond(checks: readonly LineCheck[], certificate: DeclaredCertificate | undefined): readonly LineStep[] {
  if (!checks.some(({ code }) => code === 'CERTIFICATE_DOES_NOT_HOLD')) return []
  const replaced = certificate?.checks.some(({ code }) => code === 'REPLACED') === true
  return [replaced ? 'PRESENT_CERTIFICATE' : 'REQUEST_VERIFICATION']
}

function isWaived({ agreement, value }: DeclarationLine, certificate: DeclaredCertificate | undefined): boolean {
  const profile = profileNamed(agreement)
  if (certificate !== undefined || value === undefined || profile === undefined) return false
  return waiverFor(profile, 'no-proof-needed', value).applies === 'yes'
}

function described(step: LineStep, profile: AgreementProfile | undefined): NextStep {
  const name = DEADLINE_OF[step]
  const sentence = LINE_STEPS[step]
  if (name === undefined || profile === undefined) return { step, sentence }
  const { period, consequence } = deadlineRule(profile, name)
  if (!isKnown(period)) return { step, sentence }
  const words = `The agreement gives ${printPeriod(period.value.most)} for the ${name.replaceAll('-', ' ')}.`
  return {
    step,
    sentence: [sentence, words, consequence].filter((part) => part !== '').join(' '),
    source: period.source,
  }
}
