import type { CapabilityMode } from '../register/words'
import { check } from './answer'
import type { Check } from './answer'

const MODES = {
  electronic: ['pass', 'EXCHANGE_ELECTRONIC'],
  'paper-also': ['pass', 'PAPER_ALSO'],
  // The certificate may be as genuine as it likes: customs there judge the paper, which nobody has looked at here.
  'paper-only': ['unknown', 'PAPER_ONLY'],
} as const

/** How the importing member takes certificates of the agreement, where it has said so. */
export function exchangeChecks(mode: CapabilityMode | undefined): readonly Check[] {
  if (mode === undefined) return []
  const [result, code] = MODES[mode]
  return [check('exchange', result, code)]
}
