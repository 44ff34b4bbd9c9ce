import { randomBytes } from 'node:crypto'
import type { MemberCode, Outcome, Role, Specimen } from '@eco/domain'
import {
  parseEnvelope,
  parseMemberCode,
  parseOutcomes,
  parseSpecimen,
  printSpecimen,
  readSpecimen,
  specimenTransient,
} from '@eco/domain'
import type { Command } from '../http/command'
import type { Plain } from '../http/plain'
import { RefusedFields } from '../http/problem'
import type { GatewayParts } from '../parts'
import { RegisterWriter } from '../register/writer'
import type { SpecimenShared, SpecimenView } from './specimen.dto'

const SALT_BYTES = 32

/** Specimens of seals and addresses, which the members of an agreement show each other and nobody else. */
export class SpecimensService {
  readonly #parts: GatewayParts
  readonly #writer: RegisterWriter

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#writer = new RegisterWriter(parts)
  }

  /**
   * Shares a specimen of an own authority with each of the members, one after the other; the latest one counts. What was
   * shared before an error stays shared: the same request may be repeated.
   */
  async share(
    command: Command,
    authority: string,
    sharing: { readonly specimen: unknown; readonly sharedWith: readonly MemberCode[] },
  ): Promise<Plain<SpecimenShared>> {
    requireOthers(sharing.sharedWith, this.#parts.config.member)
    const specimen = parseSpecimen(sharing.specimen)
    const shared: { readonly member: MemberCode; readonly outcome: Outcome }[] = []
    for (const member of sharing.sharedWith) {
      shared.push({ member, outcome: await this.#shareWith(command, { authority, specimen, member }) })
    }
    return { shared }
  }

  /** The specimen that a member has shared with another one, as the own peer holds it. @throws Refusal if it holds none. */
  async find(role: Role, of: string, authority: string, other: string): Promise<Plain<SpecimenView>> {
    const [member, sharedWith] = [parseMemberCode(of, 'member'), parseMemberCode(other, 'other')]
    const text = await this.#parts.register.evaluate(role, 'readSpecimen', [member, authority, sharedWith])
    return { member, authority, sharedWith, ...readSpecimen(parseEnvelope(text).content) }
  }

  async #shareWith(
    command: Command,
    {
      authority,
      specimen,
      member,
    }: { readonly authority: string; readonly specimen: Specimen; readonly member: MemberCode },
  ): Promise<Outcome> {
    const salt = randomBytes(SALT_BYTES).toString('base64url')
    const sent = specimenTransient([{ authority, salt, content: printSpecimen(specimen) }])
    const transient = Object.fromEntries(Object.entries(sent).map(([name, text]) => [name, Buffer.from(text)]))
    const { value } = await this.#writer.submitConfidential(command, 'shareSpecimen', [command.requestId, member], {
      ...{ transient, organisations: [this.#parts.config.member] },
    })
    const [outcome] = parseOutcomes(value)
    if (outcome === undefined) throw new Error('the register answered without an outcome')
    return outcome
  }
}

function requireOthers(sharedWith: readonly MemberCode[], own: string): void {
  const index = sharedWith.findIndex((member) => member === own)
  if (index < 0) return
  const sentence = 'A specimen is shared with other members than the own one.'
  throw new RefusedFields('MALFORMED_INPUT', sentence, [{ pointer: `/sharedWith/${index}`, rule: 'others', sentence }])
}
