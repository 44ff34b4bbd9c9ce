import { check, seePlaces } from '../check/answer'
import type { Check } from '../check/answer'
import type { SealedDocument } from './read-sealed'
import { isWithholdable } from './withholdable'

/** Whether everything that is shown was signed, and nothing is withheld that may never be. */
export function disclosureChecks({ foreign, tampered, withheld, disclosures }: SealedDocument): Check[] {
  const withholdable = [...withheld, ...disclosures.keys()]
  const wrong = withholdable.filter((pointer) => !isWithholdable(pointer))
  return [
    foreign === 0
      ? check('disclosures', 'pass', 'DISCLOSURES_HOLD')
      : check('disclosures', 'fail', 'DISCLOSURE_TAMPERED', tampered.length > 0 ? seePlaces(tampered) : undefined),
    wrong.length === 0
      ? check('required-elements', 'pass', 'REQUIRED_ELEMENTS_SHOWN')
      : check('required-elements', 'fail', 'REQUIRED_ELEMENT_WITHHELD', seePlaces(wrong)),
  ]
}
