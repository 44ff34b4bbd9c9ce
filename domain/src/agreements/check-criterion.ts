import type { CheckInput } from './check'
import { FLAGS } from './condition'
import { criterionProblems } from './criterion'
import type { Criterion, CriterionGrammar } from './criterion'
import { isKnown } from './evidence'
import { flagOf, textAt } from './facts'
import type { ItemFacts } from './facts'

/** The criterion of one item: codes and combinations, whole percentages (V9), partial cumulation (V10), marks (V11). */
export function checkCriterion(input: CheckInput, item: ItemFacts): void {
  const { facts, profile, findings } = input
  checkWholePercent(input, item)
  if (item.criterion === undefined) return
  const pointer = `${item.pointer}/originCriterion`
  if (!isKnown(profile.criterion)) {
    if (item === facts.items[0]) findings.unread('criterion', pointer, profile.criterion, 'the codes of the criterion')
    return
  }
  const grammar = profile.criterion.value
  if (grammar.kind === 'none') {
    findings.notice(
      'criterion',
      pointer,
      profile.criterion,
      'The proof of this agreement has no place for a criterion.',
    )
    return
  }
  for (const { rule, what } of criterionProblems(item.criterion, grammar)) {
    findings.broken(rule, pointer, profile.criterion, `The criterion is not one of the agreement: ${what}.`)
  }
  checkFlags(input, item.criterion, grammar, pointer)
  checkMarks(input, item.criterion, pointer)
}

function checkWholePercent({ profile, findings }: CheckInput, item: ItemFacts): void {
  const percent = textAt(item.value, '/rvcPercent')
  if (percent === undefined) return
  const pointer = `${item.pointer}/rvcPercent`
  if (!/^\d+$/.test(percent)) {
    findings.broken('V9', pointer, profile.criterion, 'The percentage must be a whole number, rounded down.')
  }
  const stated = item.criterion?.percent
  if (stated !== undefined && stated !== percent) {
    findings.broken('criterion', pointer, profile.criterion, 'The percentage is not the one of the criterion.')
  }
}

function checkFlags(
  { facts, profile, findings }: CheckInput,
  criterion: Criterion,
  grammar: CriterionGrammar,
  pointer: string,
): void {
  for (const { code } of [criterion, ...(criterion.combined ?? [])]) {
    const name = grammar.codes.find((entry) => entry.code === code)?.flag
    const flag = FLAGS.find((candidate) => candidate === name)
    if (flag === undefined || flagOf(facts, flag)) continue
    findings.broken('V10', pointer, profile.criterion, `${code} is only used with the flag ${flag}.`)
  }
}

function checkMarks({ facts, profile, findings }: CheckInput, { extras = [] }: Criterion, pointer: string): void {
  if (extras.includes('DMI') && !flagOf(facts, 'deMinimis')) {
    findings.broken('V11', pointer, profile.criterion, 'DMI is only used with the flag deMinimis.')
  }
  if (extras.includes('ACU') && !flagOf(facts, 'accumulation')) {
    findings.broken('criterion', pointer, profile.criterion, 'ACU is only used with the flag accumulation.')
  }
}
