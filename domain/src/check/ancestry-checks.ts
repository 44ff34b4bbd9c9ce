import { brokenAncestors } from '../certificate/ancestor'
import type { Ancestor } from '../certificate/ancestor'
import { check, seePlaces } from './answer'
import type { Check } from './answer'

/** Whether what a certificate comes from still stands; nothing is asked of one that comes from no other. */
export function ancestryChecks(ancestors: readonly Ancestor[]): readonly Check[] {
  if (ancestors.length === 0) return []
  const broken = brokenAncestors(ancestors)
  if (broken.length > 0) return [check('originals', 'fail', 'ORIGINAL_NOT_VALID', namesOf(broken))]
  // What the certificate itself replaces had to end, and takes nothing away from it.
  const replaced = ancestors.filter(({ document, isPredecessor }) => document === 'replaced' && !isPredecessor)
  return replaced.length > 0
    ? [check('originals', 'pass', 'ORIGINAL_REPLACED', namesOf(replaced))]
    : [check('originals', 'pass', 'ORIGINALS_STAND')]
}

function namesOf(ancestors: readonly Ancestor[]): string {
  return seePlaces(
    ancestors.map(({ id, document, reason }) => `${id} (${document}${reason === null ? '' : `, ${reason}`})`),
  )
}
