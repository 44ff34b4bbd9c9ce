import type { CertificateRecord } from '@eco/domain'
import type { Model } from './model'
import { MODEL_MEMBERS, modelledId } from './model-entries'
import type { Scene } from './model-entries'

/** The members of a certificate's record of which the model says what they are. */
export type ModelledRecord = Pick<CertificateRecord, 'items' | 'links' | 'importingMember' | 'acquitted'> & {
  readonly states: Readonly<Record<keyof CertificateRecord['states'], string>>
}

/** What everybody must read of a certificate, if the model is right. */
export function modelledRecord(scene: Scene, model: Model, number: number): ModelledRecord {
  const found = model.certificates.get(number)
  if (found === undefined) throw new Error(`the model has no certificate ${number}`)
  const { state, issued, reserved, used, drawn, refused, importer, acquitted, from, replaces, replacedBy } = found
  const id = (other: number | undefined): CertificateRecord['id'] | null =>
    other === undefined ? null : modelledId(scene, other)
  const original = id(from)
  // What is left of a certificate that is no longer in force counts as cancelled.
  const cancelled = state === 'issued' ? 0 : model.left(found)
  const amounts = { issued, reserved, used, drawn, refused, cancelled }
  const texts = Object.entries(amounts).map(([name, amount]) => [name, String(amount)])
  return {
    items: [{ seq: 1, ...(Object.fromEntries(texts) as Record<keyof typeof amounts, string>) }],
    links: { replaces: id(replaces), replacedBy: id(replacedBy), originals: original === null ? [] : [original] },
    importingMember: MODEL_MEMBERS[importer] ?? 'AU',
    acquitted,
    states: { document: state, delivery: model.deliveryState(found), verification: model.caseState(found) },
  }
}
