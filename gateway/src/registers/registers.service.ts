import type { MemberCode, TransactionName } from '@eco/domain'
import {
  authorityAsOf,
  authorityKey,
  exporterKey,
  isAuthorityName,
  MEMBERS,
  memberKey,
  missingApprovals,
  parseAuthority,
  parseExporter,
  parseMember,
  parseMemberCode,
  parseParty,
  parseProposal,
  parseRecognition,
  partsOfKey,
  profileKey,
  proposalKey,
  Refusal,
  wordsOn,
} from '@eco/domain'
import type { Command } from '../http/command'
import type { Plain } from '../http/plain'
import { ProblemError } from '../http/problem'
import type { GatewayParts } from '../parts'
import type { StoredRecord } from '../read-model/store'
import { RegisterWriter } from '../register/writer'
import type { RegisterChanged, RegisterOutcomes, RegisterRecordView } from './register.view'

type RecordView = Plain<RegisterRecordView>

/** The registers as the own read model shows them, and the changes that the own member makes. */
export class RegistersService {
  readonly #parts: GatewayParts
  readonly #writer: RegisterWriter

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#writer = new RegisterWriter(parts)
  }

  members(): readonly RecordView[] {
    return MEMBERS.flatMap(({ code }) => {
      const stored = this.#parts.store.record(memberKey(code))
      return stored === undefined ? [] : [viewOf(stored, parseMember)]
    })
  }

  member(member: string): RecordView {
    return viewOf(this.#require(memberKey(parseMemberCode(member))), parseMember)
  }

  authorities(member: string | undefined): readonly RecordView[] {
    return this.#records('authority', member)
      .filter(({ key }) => isAuthorityName(partsOfKey(key)?.parts ?? []))
      .map((stored) => this.#authority(stored))
  }

  authority(member: string, id: string): RecordView {
    return this.#authority(this.#require(authorityKey(parseMemberCode(member), id)))
  }

  recognitions(member: string | undefined): readonly RecordView[] {
    return this.#records('recognition', member).map((stored) => viewOf(stored, parseRecognition))
  }

  exporters(member: string | undefined): readonly RecordView[] {
    return this.#records('exporter', member).map((stored) => viewOf(stored, parseExporter))
  }

  exporter(member: string, code: string): RecordView {
    return viewOf(this.#require(exporterKey(parseMemberCode(member), code)), parseExporter)
  }

  async agreements(): Promise<readonly RecordView[]> {
    const proposals = this.#parts.store.records('agreement').filter(({ key }) => partsOfKey(key)?.parts.length === 2)
    return Promise.all(proposals.map((stored) => this.#agreement(stored)))
  }

  agreement(code: string, version: string): Promise<RecordView> {
    return this.#agreement(this.#require(proposalKey(code, version)))
  }

  /** The text of a proposed profile. */
  profile(code: string, version: string): object {
    const { hash } = parseProposal(this.#require(proposalKey(code, version)).text)
    return JSON.parse(this.#require(profileKey(hash)).text) as object
  }

  /** Makes one change, named by the path and said by the body; throws the refusal of the rule that says no. */
  async change(
    command: Command,
    name: TransactionName,
    body: object,
    path: object = {},
  ): Promise<Plain<RegisterChanged>> {
    return { ...(await this.#writer.submitEntry(command, name, { ...path, ...body })) }
  }

  /** Makes several changes, each with an outcome of its own. */
  async changeAll(
    command: Command,
    name: TransactionName,
    entries: readonly object[],
  ): Promise<Plain<RegisterOutcomes>> {
    const { value, place } = await this.#writer.submitEntries(command, name, entries)
    return { outcomes: value, ...place }
  }

  /** @throws Refusal if the member is not the one that this gateway serves. */
  requireOwn(member: string): void {
    if (member === this.#parts.config.member) return
    throw new Refusal('REGISTER_OF_ANOTHER_MEMBER', `member: this gateway edits those of ${this.#parts.config.member}`)
  }

  #authority(stored: StoredRecord): RecordView {
    const record = parseAuthority(stored.text)
    const state = authorityAsOf(record, this.#parts.clock().toISOString())
    return { record, block: stored.block, ...(state !== undefined && { state }) }
  }

  async #agreement(stored: StoredRecord): Promise<RecordView> {
    const reader = this.#parts.store.reader()
    const proposal = parseProposal(stored.text)
    const acceded = this.#parts.store
      .records('agreement', proposal.agreement, proposal.version)
      .map(({ text }) => parseParty(text).member)
    const words = await wordsOn(reader, proposal, acceded)
    return {
      record: proposal,
      block: stored.block,
      parties: [...words.values()],
      missing: missingApprovals(proposal, words),
    }
  }

  #records(kind: 'authority' | 'recognition' | 'exporter', member: string | undefined): readonly StoredRecord[] {
    const parts: readonly MemberCode[] = member === undefined ? [] : [parseMemberCode(member)]
    return this.#parts.store.records(kind, ...parts)
  }

  #require(key: string): StoredRecord {
    const stored = this.#parts.store.record(key)
    if (stored === undefined) throw new ProblemError('NOT_FOUND', 'The registers hold nothing under this name.')
    return stored
  }
}

function viewOf(stored: StoredRecord, parse: (text: string) => object): RecordView {
  return { record: parse(stored.text), block: stored.block }
}
