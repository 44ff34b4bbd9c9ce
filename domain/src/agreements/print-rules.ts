import { printPeriod } from '../calendar/period'
import type { CriterionGrammar } from './criterion'
import { isKnown } from './evidence'
import type { Evidence, Rule } from './evidence'
import type {
  AgreementProfile,
  DeadlinePeriod,
  EntryIntoForce,
  Parties,
  Since,
  TariffCode,
  TrueCopyRule,
} from './profile'

/** One rule of a profile in words; `text` is empty for a rule that was not read. */
export interface PrintedRule {
  readonly name: string
  readonly text: string
  readonly evidence: Evidence
  readonly source: string
}

/** The rules of a profile in words, in the order in which a certificate is judged. */
export function printRules(profile: AgreementProfile): readonly PrintedRule[] {
  return [
    printed('Parties', profile.parties, printParties),
    printed('In force', profile.inForce, printInForce),
    printed('Criterion', profile.criterion, printGrammar),
    printed('De minimis', profile.deMinimis, ({ percent }) => `at most ${percent} per cent of the FOB value`),
    printed('Items', profile.itemLimit, (entries) =>
      since(entries, (most) => (most === null ? 'no limit' : `at most ${most}`)),
    ),
    printed('Tariff code', profile.tariffCode, printTariffCode),
    printed('Edition of the Harmonized System', profile.hsEdition, (entries) => since(entries, (edition) => edition)),
    printed('Validity', profile.validity, printPeriod),
    printed('Not retroactive until', profile.retroactiveGrace, (period) =>
      period.amount === 0 ? 'shipment' : `${printPeriod(period)} after shipment`,
    ),
    printed('Retroactive until', profile.retroactiveLimit, (period) => `${printPeriod(period)} after shipment`),
    printed('Words for it', profile.retroactiveWords, (words) => words),
    printed('True copy', profile.trueCopy, printTrueCopy),
    ...(profile.reissue === undefined
      ? []
      : [printed('Re-issue', profile.reissue, (limit) => `within ${printPeriod(limit)} of issue`)]),
    printed('Back-to-back', profile.backToBack, ({ allowed, severalOriginals }) => {
      if (!allowed) return 'not allowed'
      return `allowed, from ${severalOriginals ? 'several originals' : 'one original'}; expires with the first of them; no more than is left`
    }),
    printed('Shipments', profile.shipments, ({ covers, blanket }) =>
      blanket === null ? covers : `${covers}, within ${printPeriod(blanket)}`,
    ),
    printed('Value limits', profile.valueWaivers, (waivers) =>
      waivers
        .map(({ effect, amount, currency }) => `${effect.replaceAll('-', ' ')} up to ${currency} ${amount}`)
        .join('; '),
    ),
    printed('Languages', profile.languages, (languages) => languages.join(', ')),
    printed('Minor discrepancies', profile.minorDiscrepancies, ({ kinds }) => kinds.join(', ')),
    printed('Electronic seal', profile.electronicSeal, (means) => `needs a ${means.join(' or a ')}`),
    printed('Records are kept', profile.retention, printPeriod),
    ...profile.deadlines.map(({ name, from, period, consequence }) => {
      const rule = printed(name.replaceAll('-', ' '), period, printDeadline)
      const start = isKnown(from) ? `, from ${from.value.replaceAll('-', ' ')} (${from.evidence})` : ''
      const text = rule.text === '' ? '' : `${rule.text}${start}`
      return { ...rule, text: [text, consequence].filter((part) => part !== '').join('. ') }
    }),
  ]
}

/** Between which countries an agreement works, in words. */
export function printParties(parties: Parties): string {
  switch (parties.relation) {
    case 'any':
      return 'any two countries'
    case 'among':
      return `among ${parties.countries.join(', ')}`
    case 'between':
      return `between ${parties.countries.join(', ')} and ${parties.counterparts.join(', ')}`
    case 'one-way':
      return `from ${parties.exporters.join(', ')} to ${parties.importers.join(', ')}`
  }
}

/** Since when an agreement is in force, in words. */
export function printInForce({ from, later }: EntryIntoForce): string {
  return [from, ...later.map(({ country, from: date }) => `${country} ${date}`)].join('; ')
}

function printed<T>(name: string, rule: Rule<T>, print: (value: T) => string): PrintedRule {
  const { evidence, source } = rule
  return { name, text: isKnown(rule) ? print(rule.value) : '', evidence, source }
}

function printGrammar({ kind, codes, combinations, extras }: CriterionGrammar): string {
  if (kind === 'none') return 'no place for one'
  if (kind === 'free-text') return 'the rule in words'
  const forms = codes.map((code) => `${code.forms.map((form) => `\`${form}\``).join(' or ')} ${code.meaning}`)
  const combined = combinations.map((pair) => pair.join(' + ')).join(', ')
  return [forms.join('; '), combined && `combined: ${combined}`, extras.length > 0 && `marks: ${extras.join(', ')}`]
    .filter(Boolean)
    .join('. ')
}

function since<T>(entries: readonly Since<T>[], print: (value: T) => string): string {
  return entries.map(({ from, value }) => (from === null ? print(value) : `${print(value)} from ${from}`)).join(', ')
}

function printTariffCode({ least, most, tariff }: TariffCode): string {
  const digits = least === most ? String(most) : `${least} to ${most}`
  return `${digits} digits, ${tariff.replaceAll('-', ' ')}`
}

function printTrueCopy({ limit, words, onlyIfUnused }: TrueCopyRule): string {
  const until = limit === null ? 'no limit read' : `within ${printPeriod(limit)} of issue`
  return [until, words, onlyIfUnused ? 'only of an unused original' : ''].filter((part) => part !== '').join('; ')
}

function printDeadline({ least, most, duty }: DeadlinePeriod): string {
  const range = least === undefined ? printPeriod(most) : `${printPeriod(least)} to ${printPeriod(most)}`
  return duty === 'endeavour' ? `${range} (endeavour)` : range
}
