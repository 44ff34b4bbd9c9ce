import { addDays, DOCUMENT_PURPOSE, MEMBERS } from '@eco/domain'
import type { RecognitionRecord, TransactionName } from '@eco/domain'
import type { Model } from './model'
import {
  agreementKeyAt,
  bodyAt,
  exporterAt,
  instantAt,
  memberAt,
  modelledId,
  OF_OLD,
  recognitionPeriod,
  textPurpose,
  thumbprintAt,
} from './model-entries'
import type { Scene } from './model-entries'
import { modelledRecord } from './model-record'
import type { ModelledKey, ModelledMember, ModelledVersion, StateEntry } from './model-state'

/** A question to the contract, and what its answer must show, if the model is right. */
export interface Answer {
  readonly query: TransactionName
  readonly args: readonly string[]
  readonly shows: unknown
}

/** What everybody must read of the certificates and their cases. */
export function answersOnCertificates(scene: Scene, model: Model): readonly Answer[] {
  return [...model.certificates].flatMap(([number, { cases }]): readonly Answer[] => {
    const args = [modelledId(scene, number)]
    const told = cases.map(({ events }, index) => ({ number: index + 1, events: events.map((event) => ({ event })) }))
    return [
      { query: 'get', args, shows: modelledRecord(scene, model, number) },
      { query: 'cases', args, shows: told },
    ]
  })
}

/** What everybody must read of the members' authorities, of the exporters and of the agreement of the scene. */
export function answersOnRegisters(scene: Scene, { state }: Model): readonly Answer[] {
  const ofMembers = state.members.flatMap((own, member) => [
    authority(scene, own, member),
    ...[...own.bodies].map(([body, states]) => ofAuthority(scene, member, bodyAt(scene, body), { states, keys: [] })),
    ...[...own.exporters].map(([exporter, withdrawn]): Answer => ({
      query: 'exporter',
      args: [memberAt(member), exporterAt(scene, exporter)],
      shows: { withdrawnFrom: momentOf(scene, withdrawn) },
    })),
  ])
  return [...ofMembers, ...[...state.versions].map((entry) => ofVersion(scene, ...entry))]
}

/** What everybody must read of the keys by which members agree on secrets; the one of the beginning stands before them. */
export function answersOnMembers(scene: Scene, { state }: Model): readonly Answer[] {
  return state.members.map(({ agreementKeys }, member) => {
    const declared = agreementKeys.map((key) => ({ publicJwk: agreementKeyAt(scene, member, key) }))
    return { query: 'member', args: [memberAt(member)], shows: { keyAgreements: [{}, ...declared] } }
  })
}

function authority(scene: Scene, { states, keys }: ModelledMember, member: number): Answer {
  const shown = [...keys].map(([key, known]) => shownKey(scene, thumbprintAt(scene, member, key), known))
  return ofAuthority(scene, member, scene.authority, { states, keys: shown })
}

function ofAuthority(
  scene: Scene,
  member: number,
  id: string,
  { states, keys }: { readonly states: readonly StateEntry[]; readonly keys: readonly object[] },
): Answer {
  // When it became what it was from the beginning, the model does not know.
  const shown = states.map(({ state, from }) =>
    from === -Infinity ? { state } : { state, from: instantAt(scene, from) },
  )
  return { query: 'authority', args: [memberAt(member), id], shows: { states: shown, keys } }
}

function shownKey(scene: Scene, thumbprint: string, { isReplaced, revoked, compromised }: ModelledKey): object {
  return {
    ...{ thumbprint, ...(!isReplaced && { replacedBy: null }) },
    ...{ revokedFrom: momentOf(scene, revoked), compromisedFrom: momentOf(scene, compromised) },
  }
}

function momentOf(scene: Scene, time: number | undefined): string | null {
  return time === undefined ? null : instantAt(scene, time)
}

function ofVersion(scene: Scene, number: number, { words }: ModelledVersion): Answer {
  const said = new Map([...words].map(([member, periods]) => [memberAt(member), periods]))
  const day = (count: number): string => (count === -Infinity ? OF_OLD : addDays(scene.day, count))
  const parties = MEMBERS.flatMap(({ code }) => {
    const periods = said.get(code)
    if (periods === undefined) return []
    const shown = periods.map(({ from, until }) => ({
      from: day(from),
      until: until === undefined ? null : day(until),
    }))
    return [{ member: code, periods: shown }]
  })
  return { query: 'agreement', args: [scene.authority, String(number)], shows: { parties } }
}

/** What the collection of the two members of a certificate holds of it, in the order of its keys. */
export function purposesHeld(model: Model, number: number): readonly string[] {
  const found = model.certificates.get(number)
  const exchanged = found?.exchanged.get(found.importer)
  const texts = [...(exchanged?.texts ?? [])].map((text) => textPurpose(text)).sort()
  return [...texts, ...(exchanged?.holdsDocument === true ? [DOCUMENT_PURPOSE] : [])]
}

/** Whom members recognise, and since and until when, as the ledger must hold it. */
export function recognitions(
  scene: Scene,
  { state }: Model,
): readonly {
  readonly name: Pick<RecognitionRecord, 'member' | 'of' | 'authority' | 'agreement'>
  readonly shows: object
}[] {
  return state.members.flatMap(({ recognised }, member) =>
    [...recognised].map(([of, { early, until }]) => ({
      name: {
        ...{ member: memberAt(member), of: memberAt(of), authority: scene.authority, agreement: 'Non-preferential' },
      },
      shows: recognitionPeriod(scene, early, until),
    })),
  )
}
