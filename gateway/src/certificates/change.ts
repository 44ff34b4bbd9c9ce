import type { CertificateId, CertificateRecord } from '@eco/domain'
import { parseRecordText } from '@eco/domain'
import type { Command } from '../http/command'
import { ProblemError } from '../http/problem'
import type { GatewayParts } from '../parts'
import type { Place } from '../register/register'

/** What a write left behind: the record, and where the change stands. */
export interface Change extends Place {
  readonly certificate: CertificateRecord
}

/** What a write left behind; of a repeat, what the first one did. */
export async function changeOf(
  { store, register, projector }: Pick<GatewayParts, 'store' | 'register' | 'projector'>,
  { caller, requestId }: Command,
  id: CertificateId,
  place: Place | undefined,
): Promise<Change> {
  if (place !== undefined) {
    const stored = projector.following().block >= place.block ? store.certificate(id) : undefined
    const certificate = stored?.record ?? parseRecordText(await register.evaluate(caller.role, 'get', [id]))
    return { ...place, certificate }
  }
  const stored = store.certificate(id)
  const earlier = store.history(id).find(({ record }) => record.lastChange.requestId === requestId)
  if (stored === undefined || earlier === undefined) {
    throw new ProblemError(
      'READ_MODEL_BEHIND',
      'The request was carried out before, but cannot be shown yet; repeat it later.',
    )
  }
  return { certificate: stored.record, transactionId: earlier.transactionId, block: earlier.block }
}
