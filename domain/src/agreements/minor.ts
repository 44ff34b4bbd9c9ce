import { isKnown } from './evidence'
import type { AgreementProfile } from './profile'

/** How much a slip weighs that states too much rather than too little: minor where the agreement forgives (V16). */
export function minorWhereForgiven(profile: AgreementProfile): 'error' | 'minor-discrepancy' {
  return isKnown(profile.minorDiscrepancies) ? 'minor-discrepancy' : 'error'
}
