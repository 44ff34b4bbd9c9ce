import type { Tick } from './layout'
import type { Shown } from './shown'

/** Whether a form speaks of RETROACTIVELY (RCEP, ATIGA) or, as EUR.1 does, of RETROSPECTIVELY. */
export type Wording = 'RETROACTIVELY' | 'RETROSPECTIVELY'

const FLAGS = {
  '/flags/backToBack': 'Back-to-back certificate of origin',
  '/flags/thirdPartyInvoicing': 'Third-party invoicing',
  '/flags/accumulation': 'Accumulation',
  '/flags/partialCumulation': 'Partial cumulation',
  '/flags/deMinimis': 'De minimis',
  '/flags/exhibition': 'Exhibition',
  '/flags/issuedRetroactively': 'Issued retroactively',
} as const

/** A flag that forms have a square for. */
export type Flag = keyof typeof FLAGS

/** The words set large, where the flags ask for them (RCEP 3.17.8 and 3.17.9, ATIGA Annex 8 Rules 10 to 12, EUR.1). */
export function marksOf(shown: Shown, wording: Wording): readonly string[] {
  const words: readonly (readonly [string, string])[] = [
    ['/flags/issuedRetroactively', `ISSUED ${wording}`],
    ['/flags/certifiedTrueCopy', 'CERTIFIED TRUE COPY'],
    ['/flags/duplicate', 'DUPLICATE'],
    ['/flags/backToBack', 'BACK-TO-BACK CERTIFICATE OF ORIGIN'],
  ]
  return words.filter(([pointer]) => shown.isSet(pointer)).map(([, word]) => word)
}

/** Squares to tick, for all flags or for those of a form; the others come last where they are set. */
export function ticksOf(shown: Shown, own: readonly Flag[], wording: Wording = 'RETROACTIVELY'): readonly Tick[] {
  const flags = Object.keys(FLAGS) as Flag[]
  const wanted = [
    ...own,
    ...flags.filter((flag) => !own.includes(flag) && (shown.isSet(flag) || shown.isWithheld(flag))),
  ]
  return wanted.map((flag) => ({ label: labelOf(flag, wording), state: stateOf(shown, flag) }))
}

function labelOf(flag: Flag, wording: Wording): string {
  return FLAGS[flag].replace('retroactively', wording.toLowerCase())
}

function stateOf(shown: Shown, flag: Flag): Tick['state'] {
  if (shown.isWithheld(flag)) return 'withheld'
  return shown.isSet(flag) ? 'set' : 'clear'
}
