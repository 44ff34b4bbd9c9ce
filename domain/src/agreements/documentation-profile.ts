import { printCondition } from './condition'
import { isKnown } from './evidence'
import { bullets, heading, table } from '../markdown'
import { printRules } from './print-rules'
import type { AgreementProfile, ElementRule } from './profile'

/** The part of the documentation page about one agreement: proofs, elements, rules and what was not read. */
export function profileSections(profile: AgreementProfile): string {
  const rules = printRules(profile)
  const known = rules.filter(({ evidence }) => evidence !== 'not-read')
  const unread = rules.filter(({ evidence }) => evidence === 'not-read').map(({ name }) => name)
  return [
    heading(3, profile.code) + `\n${profile.name}, version ${profile.version}. ${profile.legalAct}.`,
    proofs(profile),
    table(
      ['rule', 'what it says', 'evidence', 'source'],
      known.map(({ name, text, evidence, source }) => [name, text, evidence, source]),
    ),
    elements(profile),
    unread.length === 0 ? '' : `Not read: ${unread.map((name) => name.toLowerCase()).join(', ')}.`,
    bullets(profile.notes),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function proofs({ proofs: list }: AgreementProfile): string {
  const rows = list.map(({ kind, signedBy, forms, evidence, source, remark }) => [
    kind.replaceAll('-', ' '),
    signedBy.join(', ').replaceAll('-', ' '),
    isKnown(forms) ? `${forms.value.join(', ').replaceAll('-', ' ')} (${forms.evidence})` : 'not read',
    evidence,
    remark === undefined ? source : `${source}. ${remark}`,
  ])
  return table(['proof', 'signed by', 'forms', 'evidence', 'source'], rows)
}

function elements({ elements: list }: AgreementProfile): string {
  if (list.length === 0) return 'Elements: not read.'
  const groups = new Map<string, ElementRule[]>()
  for (const rule of list) {
    const key = JSON.stringify([needOf(rule), rule.evidence, rule.source])
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  const rows = [...groups.values()].flatMap((rules) => {
    const [first] = rules
    if (first === undefined) return []
    return [[rules.map(({ element }) => element).join(', '), needOf(first), first.evidence, first.source]]
  })
  return table(['elements', 'need', 'evidence', 'source'], rows)
}

function needOf({ need, when }: ElementRule): string {
  if (when === undefined) return need
  return need === 'forbidden' ? `forbidden when ${printCondition(when)}` : `required when ${printCondition(when)}`
}
