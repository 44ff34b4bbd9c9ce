import { endOfPeriod, printPeriod } from '../calendar/period'
import { calendarOf } from '../calendar/calendars'
import type { CheckInput } from './check'
import type { CopiedCertificate } from './context'
import { isKnown } from './evidence'
import type { KnownRule } from './evidence'
import { flagOf, textAt } from './facts'
import type { TrueCopyRule } from './profile'

/** Certified true copies (V6), and certificates that take another's place (V13). */
export function checkCopies(input: CheckInput): void {
  const flag = (['certifiedTrueCopy', 'duplicate'] as const).find((name) => flagOf(input.facts, name))
  if (flag !== undefined) checkTrueCopy(input, `/flags/${flag}`)
  checkReplacement(input)
}

function checkTrueCopy(input: CheckInput, pointer: string): void {
  const { context, profile, findings } = input
  const rule = profile.trueCopy
  if (!isKnown(rule)) {
    findings.unread('V6', pointer, rule, 'true copies')
  } else if (context.copyOf === undefined) {
    findings.notice('V6', pointer, rule, 'The original was not presented, so number and date cannot be compared.')
  } else {
    compareWithOriginal(input, rule, context.copyOf, pointer)
  }
}

function compareWithOriginal(
  { facts, findings }: CheckInput,
  rule: KnownRule<TrueCopyRule>,
  original: CopiedCertificate,
  pointer: string,
): void {
  const { limit, onlyIfUnused } = rule.value
  if (textAt(facts.dataset, '/certificateNumber') !== original.certificateNumber) {
    findings.broken('V6', '/certificateNumber', rule, 'A true copy has the number of its original.')
  }
  if (facts.issueDate !== original.issueDate) {
    findings.broken('V6', '/issueDateTime', rule, 'A true copy has the date of its original.')
  }
  if (limit !== null) {
    const { date: last } = endOfPeriod(original.issueDate, limit, calendarOf(facts.issuingCountry ?? ''))
    if (original.copyDate > last) {
      const sentence = `A true copy may be made at most ${printPeriod(limit)} after the original was issued.`
      findings.broken('V6', pointer, rule, sentence)
    }
  }
  if (!onlyIfUnused || original.unused === true) return
  if (original.unused === false) findings.broken('V6', pointer, rule, 'A true copy is made only of an unused original.')
  else findings.notice('V6', pointer, rule, 'Whether the original was verified to be unused is not known.')
}

function checkReplacement({ facts, profile, findings }: CheckInput): void {
  const replaced = textAt(facts.dataset, '/replaces/certificateNumber')
  if (replaced === undefined) return
  const sameAuthority =
    (textAt(facts.dataset, '/replaces/issuingAuthorityId') ?? textAt(facts.dataset, '/issuingAuthority/id')) ===
    textAt(facts.dataset, '/issuingAuthority/id')
  if (sameAuthority && replaced === textAt(facts.dataset, '/certificateNumber')) {
    const origin = { evidence: 'read', source: profile.legalAct } as const
    const sentence = 'An alteration is a new certificate with a number of its own; the old one is cancelled.'
    findings.broken('V13', '/replaces/certificateNumber', origin, sentence)
  }
}
